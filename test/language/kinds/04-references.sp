// rule: 4.36
// A kind's name as a type is a reference to a resource of that kind; reading it whole is an edge.
import std.thing { Thing, Other }
system Inner { param to: Thing, user: Other { name = "user", of = to } }
system Site {
  a: Thing { name = "a" }
  b: Other { name = "b", of = a }
  inner: Inner { to = a }
  c: Other { name = "c", of = b }
//                            ^ error[SP2101]: expected Thing?, found Other
  d: Other { name = "d", of = "a" }
//                            ^^^ error[SP2101]: expected Thing?, found "a"
}
// --- file: std:thing.sp
@version(1)
kind Thing by thing { @key name: String }
@version(1)
kind Other by thing { @key name: String, of: Thing? }
