import std.file { Directory, File }
system Site {
  a: File { path = "/a" }
}
environment dev = Site
