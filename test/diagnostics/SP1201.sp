import std.file { File }
system Site {
  a: File { path = }
}
