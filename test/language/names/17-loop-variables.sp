// rule: 3.12
// A loop's variable is seen inside the loop and nowhere else.
import std.file { File }
system Site {
  keys: File for n in ["a"] { path = "/${n}" }
  other: File { path = "/${n}" }
//                         ^ error[SP2001]: nothing here is named `n`
  output a = [x for x in [1]].length() + x
//                                       ^ error[SP2001]: nothing here is named `x`
}
