import std.file { File }
system Site {
  a: File { content = "x" }
}
environment dev = Site
