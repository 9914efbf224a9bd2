import std.file { Directory }

system Site {
  outer: Directory { path = "/srv" }
  inner: Directory { path = "/srv/site/" }
//                          ^^^^^^^^^^^^ SP7016: this path lies in that of `outer`
  other: Directory { path = "/srv-site" }
}
