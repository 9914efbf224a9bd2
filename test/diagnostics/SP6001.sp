import std.file { File }

system Site {
  param mode: FileMode = 0o600
  motd: File { path = "/etc/motd", mode = mode }
}

overlay open on Site { mode = 0o644 }

test "nobody else reads" {
  let site = Site with open
  expect site.motd.mode == 0o600
}
