// rule: 3.3
// An initialiser sees what has its name outside, or nothing.
import std.file { File }
let a = a
//      ^ error[SP2001]: nothing here is named `a`
let domain = "outside"
system Site {
  param n: Int = n + 1
//               ^ error[SP2001]: nothing here is named `n`
  let b = [b]
//         ^ error[SP2001]: nothing here is named `b`
  output c = c
//           ^ error[SP2001]: nothing here is named `c`
  f: File { path = "/f", content = f.path }
  param json: String = json({ x = 1 })
}
