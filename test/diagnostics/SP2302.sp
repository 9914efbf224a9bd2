import std.file { File }
system Site {
  token: File { path = "/etc/token", content = secret.sealed("hunter2") }
}
environment dev = Site
