import std.file { File }
system Site {
  param port: Int = 80
  a: File { path = "/a", content = "port " + port }
}
environment dev = Site
