import std.file { File }
system Site {
  a: File { path = "/a" }
  b: File { path = "/b", content = "see ${a}" }
}
environment dev = Site
