import std.file { File }

system Site {
  drop: File { path = "/srv/drop", mode = 0o666 } // lint: allow SP7014
}
