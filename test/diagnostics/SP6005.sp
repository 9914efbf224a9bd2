import std.file { File }

system Site {
  param mode: FileMode = 0o600
  motd: File { path = "/etc/motd", mode = mode }
}

overlay open on Site { mode = 0o644 }

test "the site" {
  expect Site matches snapshot
}
