import std.file { File }

system Site {
  a: File { path = "/tmp/a" }
//                 ^^^^^^^^ SP7018: `/tmp/a` is gone after a restart
  b: File { path = "/Users/ada/b" }
//                 ^^^^^^^^^^^^^^ SP7018: `/Users/ada/b` is in one person's folder
  c: File { path = "/srv/tmp/c", content = "/tmp/a" }
  d: File { path = "/tmpfiles/d" }
}
