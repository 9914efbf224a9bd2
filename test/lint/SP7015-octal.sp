import std.file { File }

system Site {
  a: File { path = "/a", mode = 644 }
//                              ^^^ SP7015: 644 is the mode 0o1204, because it is not written in octal
  b: File { path = "/b", mode = 0o644 }
  c: File { path = "/c", mode = 420 }
//                              ^^^ SP7015: 420 is the mode 0o644, because it is not written in octal
  d: File { path = "/d", mode = 0 }
  param port: Int = 644
}
