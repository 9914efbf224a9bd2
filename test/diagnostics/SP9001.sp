import std.file { File }
system Site {
  a: File { path = "/a", @batch(1) }
}
environment dev = Site
