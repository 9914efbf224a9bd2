import std.file { Directory, File }

type Rule { mode: FileMode = 0o602 }
//                           ^^^^^ SP7014: with mode 0o602 everybody on the machine may write it

system Site {
  param mode: FileMode = 0o666
//                       ^^^^^ SP7014: with mode 0o666 everybody on the machine may write it
  param count: Int = 0o666
  a: File { path = "/a", mode = 0o777 }
//                              ^^^^^ SP7014: with mode 0o777 everybody on the machine may write it
  b: File { path = "/b", mode = 0o644 }
  c: Directory { path = "/c", mode = 0o1777 }
  d: File { path = "/d", mode = mode }
}

overlay open on Site { b { mode = 0o646 } }
//                                ^^^^^ SP7014: with mode 0o646 everybody on the machine may write it

environment dev = Site with open, { b { mode = 0o662 } }
//                                             ^^^^^ SP7014: with mode 0o662 everybody on the machine may write it
