import std.file { File }

system Site { motd: File { path = "/motd", content = "a" } }

overlay same on Site { motd { content = "a", mode = 0o600 } }
//                                      ^^^ SP7006: `motd.content` is "a" already

overlay late on Site { motd { mode = 0o600 } }

overlay back on Site { motd { mode = 0o644 } }

environment dev = Site with same

environment prod = Site with late

environment test = Site with back

environment last = Site with late, back
