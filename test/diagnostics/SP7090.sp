import std.file { File }

system Site {
  drop: File { path = "/srv/drop", mode = 0o644 } // lint: allow SP7014 because every account leaves mail here
}
