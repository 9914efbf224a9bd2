import std.file { File }

system Site { state: File { path = "/tmp/site/state.json" } }
