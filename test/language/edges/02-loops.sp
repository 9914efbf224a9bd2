// rule: 5.20
// A loop of edges is printed whole.
import std.file { File }
system Site {
  x: File { path = "/x", content = y.sha256 }
//                                   ^^^^^^ error[SP3002]: these wait for each other: x → y → z → x
  y: File { path = "/y", @after(z) }
  z: File { path = "/z", content = x.path }
  me: File { path = "/me", content = it.sha256 }
//                                   ^^^^^^^^^ error[SP3002]: these wait for each other: me.content → me.sha256
}
environment dev = Site
