// One message for each mistake, and a tree for all the rest.
import std.file { File }
system Site {
  param = 5
//      ^ error[SP1201]: expected `:`, found `=`
  a: File { path = }
//                 ^ error[SP1201]: expected a value, found `}`
  b: File { path = "/b", mode == 2, owner = "x" }
//                            ^^ error[SP1201]: expected a new line, `,` or `}`, found `==`
  c: file { path = "/c" }
//   ^^^^ error[SP1201]: expected the name of a type, found `file`
  d = File { path = "/d" }
//  ^ error[SP1201]: expected `:`, found `=`
  e: File { path: "/e", content = [1, *, 3], owner = f(1, +, 2) }
//                ^^^^ error[SP1201]: expected the name of a type, found `"/e"`
//                                    ^ error[SP1201]: expected an element, `,` or `]`, found `*`
//                                                        ^ error[SP1201]: expected a value, `,` or `)`, found `+`
  output url "http://x"
//           ^^^^^^^^^^ error[SP1201]: expected `=`, found `"http://x"`
  fine: File { path = "/f" }
}
