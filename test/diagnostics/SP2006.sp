import std.file { File }
system Site {
  let a = it
  f: File { path = "/a" }
}
environment dev = Site
