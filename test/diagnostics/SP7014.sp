import std.file { File }

system Site { motd: File { path = "/etc/motd", mode = 0o666 } }
