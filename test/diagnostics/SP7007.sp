import std.file { File }

system Site {
  param password: String = "hunter2"
  config: File { path = "/etc/site.toml", content = toml({ password }) }
}
