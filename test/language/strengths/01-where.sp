// `final` and `default` stand before what something above could change: slots, fields, entries, and values written on them.
// rule: 6.4
import std.file { Directory, File }
system Site {
  param headers: {String: String} = { final server = "setpoint" }
  root: Directory { final path = "/srv" }
  index: File { path = "/srv/index", default content = "hello", final mode = 0o644 }
  output all = headers
}
system Outer {
  site: Site with { default headers.server = "x" } { final index { content = "inner" } }
}
overlay production on Site {
  final headers { server = "nginx" }
  index { default content = "production" }
}
let plain = { final a = 1 }
//            ^^^^^ error[SP2206]: `final` says nothing here: this is a value by itself, and nothing can be written on it
fn size(of: {String: Int}): Int = 1
let called = size({ default a = 1 })
//                  ^^^^^^^ error[SP2206]: `default` says nothing here: this is a value by itself, and nothing can be written on it
system Values {
  let inside = { final a = { b = 1 } }
//               ^^^^^ error[SP2206]: `final` says nothing here: this is a value by itself, and nothing can be written on it
  config: File {
    path = "/a"
    content = json({ final a = 1, b = inside })
//                   ^^^^^ error[SP2206]: `final` says nothing here: this is a value by itself, and nothing can be written on it
  }
}
type Options {
  named: {String: Int} = { default a = 1 }
//                         ^^^^^^^ error[SP2206]: `default` says nothing here: this is a value by itself, and nothing can be written on it
}
