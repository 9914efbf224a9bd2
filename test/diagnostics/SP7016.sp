import std.file { Directory, File }

system Site {
  root: Directory { path = "/srv/site" }
  page: File { path = "/srv/site/index.html" }
}
