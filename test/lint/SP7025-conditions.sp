import std.file { File }
system Site {
  param on: Bool = true
  a: File if true { path = "/a" }
//           ^^^^ SP7025: this condition is always true
  b: File for n in ["x"] if false { path = "/${n}" }
//                          ^^^^^ SP7025: this condition is always false
  output c = if true then 1 else 2
//              ^^^^ SP7025: this condition is always true
  output d = on or true
//                 ^^^^ SP7025: this condition is always true
  output e = if on then 1 else 2
  output f = [n for n in [1] if n > 0]
}
