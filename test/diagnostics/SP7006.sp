import std.file { File }

system Site { motd: File { path = "/etc/motd", mode = 0o600 } }

overlay production on Site { motd { mode = 0o600, content = "Hello" } }

environment prod = Site with production
