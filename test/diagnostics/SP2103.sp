import std.file { File }
system Site {
  a: File { path = "/a", content = "x".uper() }
}
environment dev = Site
