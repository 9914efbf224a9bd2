// A bracket that is not closed is blamed where it was opened; indentation says where it ends.
system Site {
  a: File {
//        ^ error[SP1102]: this `{` is not closed
    path = "/a"
  b: File { path = "/b", list = [1, 2 }
//                              ^ error[SP1102]: this `[` is not closed
  c: File { path = f(1, }
//                  ^ error[SP1102]: this `(` is not closed
  d: File { path = "/d" }
}
system Other {
//           ^ error[SP1102]: this `{` is not closed
  a: File { path = "/a" }

environment dev = Site
