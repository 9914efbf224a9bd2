import std.file { File }
system Site {
  a: File { path = "/a" }
  b: File { path = "/b", content = a.path }
}
overlay less on Site { remove a }
environment dev = Site with less
