import std.file { File }

system Site {
  param mode: FileMode = 0o600
  motd: File { path = "/etc/motd", mode = mode }
}

overlay open on Site { mode = 0o644 }

test "a mode is a number" {
  expect error matching /policy/ { Site with { mode = "rw-------" } }
}
