// rule: 5.7
// Outside, the slot is a map, and with `if` it may be absent.
import std.file { File }
system Site {
  param on: Bool = true
  many: File for n in ["a"] { path = "/${n}" }
  maybe: File if on { path = "/maybe" }
  output b = maybe.path
//                 ^^^^ error[SP2101]: expected File, found File?
  output c = maybe?.path ?? "none"
  output d = many.a.path
  output e = many["a"].pth
//                     ^^^ error[SP2102]: `File` has no `pth`
  output f = "${many}"
//              ^^^^ error[SP2109]: {String: File} cannot be written into a string
  output g = [m.path for m in many]
}
overlay o on Site {
  many { path = "/x" }
//       ^^^^ error[SP2202]: `path` is a field of each one, and `many` holds one for each key
  maybe { path = 5 }
//               ^ error[SP2101]: expected Path, found 5
}
