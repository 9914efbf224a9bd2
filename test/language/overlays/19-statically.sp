// rule: 6.28
// An overlay is checked where it stands, listed or not: names, types, places.
import std.file { File }
system Site {
  param n: Int in 1..5 = 1
  param list: [Port] = [80]
  a: File { path = "/a" }
  many: File for x in ["a"] { path = "/${x}" }
}
overlay never on Site {
  n = 9
//    ^ error[SP2110]: 9 is no Int: it must be in 1..5
  list = [70000]
//        ^^^^^ error[SP2110]: 70000 is no Port: it must be in 1..65535
  a { mode = "x", pth = "/b", content { x = 1 } }
//           ^^^ error[SP2101]: expected FileMode, found "x"
//                ^^^ error[SP2102]: `File` has no `pth`
//                            ^^^^^^^ error[SP2101]: expected String, found a block
  many { a { mode = 0o7777777 } }
//                  ^^^^^^^^^ error[SP2110]: 0o7777777 is no FileMode: it must be in 0..0o7777
  b { x = 1 }
//^ error[SP2108]: nothing to amend: `Site` has nothing named `b`
}
