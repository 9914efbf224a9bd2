import std.file { File }
system Site {
  a: File { path = "/a", mode = 0o644, mode = 0o600 }
}
environment dev = Site
