// rule: 3.11
import std.file { File }
system Site {
  param a: Int = 1
  let a = 2
//    ^ error[SP2002]: `a` is declared twice
  f: File { path = "/x", path = "/y" }
//                       ^^^^ error[SP2112]: `path` is written twice in one block
}
system Site { }
//     ^^^^ error[SP2002]: `Site` is declared twice
