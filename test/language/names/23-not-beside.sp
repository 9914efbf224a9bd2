// rule: 3.2
// A name is looked up around the block and never in it: the fields beside it are not in sight.
import std.file { File }
type Person { first: String, last: String = "L" }
system Site {
  param path: String = "/of/the/system"
  a: File { path, content = path }
  param p: Person = { first = "A", last = first }
//                                        ^^^^^ error[SP2001]: nothing here is named `first`
}
