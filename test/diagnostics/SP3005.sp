import std.file { File }
system Site {
  param parts: Int = 0
  output share = 100 / parts
}
environment dev = Site
