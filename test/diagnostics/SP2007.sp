import std.file { File }
system Site {
  param host: Hostnmae = "x"
  a: File { path = "/a" }
}
environment dev = Site
