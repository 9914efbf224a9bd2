import std.file { File }
system Site {
  motd: File { path = "/etc/motd", owner = secret.env("OWNER") }
}
