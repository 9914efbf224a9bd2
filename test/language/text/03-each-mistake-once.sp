// rule: 1.6
// A file with mistakes of every sort: each is said once, and hides no other.
import std.file { File }
type Person { name: String, age Int, nick: String? }
//                              ^^^ error[SP1201]: expected `:`, found `Int`
fn twice(n: Int) = n * 2
//               ^ error[SP1201]: expected `:`, found `=`
let people: [Person] = [{ name = "ada", age = 36, nik = "x" }]
//                                                ^^^ error[SP2102]: `Person` has no `nik`
let sum = twice(2) + twice("x")
//                         ^^^ error[SP2101]: expected Int, found "x"
let size: = 5
//        ^ error[SP1201]: expected a type, found `=`
let bigger = size + "x"
system Site {
  param port = 80
//           ^ error[SP1201]: expected `:`, found `=`
  a File { path = "/a" }
//  ^^^^ error[SP1201]: expected `:`, found `File`
  b: Fil { path = "/b" }
//   ^^^ error[SP2007]: there is no type, kind or system named `Fil`
  c: File { path = "/c", mode = "x", mod = 1 }
//                              ^^^ error[SP2101]: expected FileMode, found "x"
//                                   ^^^ error[SP2102]: `File` has no `mod`
  output url = a.path + b.path + prt
//                               ^^^ error[SP2001]: nothing here is named `prt`
}
overlay o on Site { a { mode = 1 }, b { x = 1 }, porr = 5, c { path = 5 } }
//                                               ^^^^ error[SP2102]: `Site` has no `porr`
//                                                                    ^ error[SP2101]: expected Path, found 5
environment dev = Sit
//                ^^^ error[SP2007]: there is no type, kind or system named `Sit`
