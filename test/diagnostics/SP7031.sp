import std.file { File }
system Site { index: File { path = "/srv/index.html" } }
overlay strict on Site { final index { final mode = 0o600, owner = "root" } }
environment prod = Site with strict
