import std.file { File }
system Site {
  param headers: {String: {String: String}} = { final a = { final x = "1" } }
//                                                          ^^^^^ SP7031: what this stands in is `final` already
  index: File { path = "/a", final mode = 0o600 }
  output all = headers
}
overlay strict on Site {
  final index { final mode = 0o600, owner = "root" }
//              ^^^^^ SP7031: what this stands in is `final` already
  default headers { b = { c = "1" }, a { default x = "2" } }
//                                       ^^^^^^^ SP7031: what this stands in is `default` already
}
overlay fine on Site { final index.mode = 0o600, headers { final c = { d = "1" } } }
environment prod = Site with strict, fine
