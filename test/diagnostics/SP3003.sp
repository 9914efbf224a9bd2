import std.file { File }
system Site {
  a: File { path = "/a" }
  b: File { path = "/b", content = if a.sha256 == "0" then "x" else "y" }
}
environment dev = Site
