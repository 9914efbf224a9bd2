import std.file { File }

system Site { param page: String = "index", index: File { path = "/srv/${page}.html" } }

environment dev = Site { target = { name = "web-1", driver = "local" } }
environment prod = Site { target = { name = "web-1", driver = "local" } }
