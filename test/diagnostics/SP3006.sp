import std.file { File }
system Site {
  param names: {String: String} = { ada = "Ada" }
  output name = names.adda
}
environment dev = Site
