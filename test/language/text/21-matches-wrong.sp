// rules: 2.30, 8.16
// A pattern is no data, no text and no type of what a driver takes; one that is refused in a type is refused here.
import std.file { File }
type Rule { pattern: Regex }
//                   ^^^^^ error[SP2114]: this cannot be declared so: a pattern is for functions: it stands in a `let` or in a call
system Site {
  param filter: Regex = /a/
//              ^^^^^ error[SP2114]: this cannot be declared so: a pattern is for functions: it stands in a `let` or in a call
  param tag: String = "v1"
  output pattern: Regex = /a/
//                ^^^^^ error[SP2114]: this cannot be declared so: a pattern is for functions: it stands in a `let` or in a call
  a: File { path = "/a", content = "${p}" }
//                                    ^ error[SP2109]: Regex cannot be written into a string
  b: File { path = "/b", content = json({ p = /a/ }) }
//                                            ^^^ error[SP2101]: expected data, found Regex
  c: File { path = "/c", content = /a/ }
//                                 ^^^ error[SP2101]: expected (String | Secret<String>)?, found Regex
  d: File { path = "/d", content = "${tag.matches("a")}" }
//                                                ^^^ error[SP2101]: expected Regex, found "a"
  e: File { path = "/e", content = "${tag.matches(/(?=a)/)}" }
//                                                ^^^^^^^ error[SP2113]: this pattern is refused: a pattern has no look-around and no named groups
  f: File { path = "/f", content = "${p == p}" }
//                                      ^^ error[SP2104]: `==` does not go between Regex and Regex
  g: File { path = "/g", content = "${tag.matches(pattern = /a/, /b/)}" }
//                                               ^^^^^^^^^^^^^^^^^^^^ error[SP2106]: `matches` cannot be used so: it takes one value and gets 2
}
let r: Regexp = /a/
//     ^^^^^^ error[SP2007]: there is no type, kind or system named `Regexp`
let p: Regex = "a"
//             ^^^ error[SP2101]: expected Regex, found "a"
