// rule: 2.33
// The bracket that was forgotten is blamed, by the indentation of the file, and not the last one.
import std.file { File }
system Site {
  a: File {
//        ^ error[SP1102]: this `{` is not closed
    path = "/a"
    mode = "x"
//         ^^^ error[SP2101]: expected FileMode, found "x"
  b: File { path = "/b", mode = "y" }
//                              ^^^ error[SP2101]: expected FileMode, found "y"
}
system Other {
  output list = [1, 2
//              ^ error[SP1102]: this `[` is not closed
  output sum = (1 + 2
//             ^ error[SP1102]: this `(` is not closed
}
