import std.file { File }
system Site {
  a: File { path = "/a", content = "x".replace("y") }
}
environment dev = Site
