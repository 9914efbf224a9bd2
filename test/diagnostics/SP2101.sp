import std.file { File }
system Site {
  a: File { path = "/a", mode = "0644" }
}
environment dev = Site
