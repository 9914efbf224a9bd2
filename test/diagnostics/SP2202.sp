import std.file { File }
system Site {
  let name = "a"
  a: File { path = "/${name}" }
}
overlay x on Site { name = "b" }
environment dev = Site with x
