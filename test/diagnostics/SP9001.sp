import std.file { File }
system Site {
  a: File for name in ["x", "y"] { path = "/${name}" }
}
environment dev = Site
