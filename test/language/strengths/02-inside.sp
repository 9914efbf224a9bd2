// One strength inside another: the same again is harmless, another one contradicts.
// rule: 6.3
import std.file { File }
system Site {
  param headers: {String: String} = {}
  index: File { path = "/srv/index" }
  output all = headers
}
overlay same on Site { final index { final content = "a" } }
overlay other on Site {
  final headers {
    a = "1"
    default b = "2"
//  ^^^^^^^ error[SP2206]: `default` says nothing here: it stands inside `final`
  }
}
overlay valued on Site {
  default headers = { x = "1", final y = "2" }
//                             ^^^^^ error[SP2206]: `final` says nothing here: it stands inside `default`
}
