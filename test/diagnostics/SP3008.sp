import std.file { File }
system Site {
  a: File { path = "/a", content = toml([1, 2]) }
}
environment dev = Site
