import std.file { File }
system Site {
  let a = File
  f: File { path = "/a" }
}
environment dev = Site
