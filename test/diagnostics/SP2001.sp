import std.file { File }
system Site {
  param domain: String = "x"
  a: File { path = "/${domian}" }
}
environment dev = Site
