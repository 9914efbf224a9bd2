import std.file { File }
system Site {
  param domain: Hostname
  a: File { path = "/${domain}" }
}
environment dev = Site
