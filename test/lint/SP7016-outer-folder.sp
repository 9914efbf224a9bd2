import std.file { Directory }

system Site {
  outer: Directory { path = "/srv" }
  inner: Directory { path = "/srv/site/" }
//                          ^^^^^^^^^^^^ SP7016: this path lies in that of `outer`
  other: Directory { path = "/srv-site" }
  links: Directory { path = "/opt/links", owner = "/opt/links/keys/it" }
  keys:  Directory { path = "${links.path}/keys" }
  plain: Directory { path = "/opt/links/keys" }
//                          ^^^^^^^^^^^^^^^^^ SP7016: this path lies in that of `links`
}
