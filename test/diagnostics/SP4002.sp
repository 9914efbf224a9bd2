import std.file { File }
system Site {
  a: File { path = "/a" }
}
environment dev = Site
environment prod = Site
