import std.file { File }
system Site {
  a: File { path = "srv/a" }
}
environment dev = Site
