import std.file { File }
system Site {
  a: File { path = "/srv/app.toml" }
  b: File { path = "/srv/app.toml", mode = 0o600 }
}
environment dev = Site
