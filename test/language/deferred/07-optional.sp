// rule: 9.2
// Whether a deferred value is there is not known either.
import std.thing { Thing }
system Site {
  t: Thing { name = "x" }
  output a = t.note ?? "none"
//           ^^^^^^ error[SP3003]: `t.note` is known only after apply, and whether a value is there must be known before
  output b = t.box?.value
//           ^^^^^ error[SP3003]: `t.box` is known only after apply, and whether a value is there must be known before
  output c = t.box.value
//                 ^^^^^ error[SP2101]: expected Box, found Box?
}
// --- file: std:thing.sp
type Box { value: String }
@version(1)
kind Thing by thing {
  @key name: String
  output note: String?
  output box: Box?
}
