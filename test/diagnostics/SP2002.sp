import std.file { File }
system Site {
  param port: Int = 1
  let port = 2
  a: File { path = "/a" }
}
environment dev = Site
