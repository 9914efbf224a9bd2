import std.file { File }
system Site {
  a: File { path = "/a", content = b.sha256 }
  b: File { path = "/b", content = a.sha256 }
}
environment dev = Site
