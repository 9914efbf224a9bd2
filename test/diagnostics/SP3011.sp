import std.file { File }
system Site {
  param names: [String] = ["ada", "grace", "ada"]
  keys: File for name in names { path = "/srv/keys/${name}" }
}
environment dev = Site
