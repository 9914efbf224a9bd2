import std.file { File }
system Site {
  let width = height * 2
  let height = width / 2
  a: File { path = "/a", content = "${width}" }
}
environment dev = Site
