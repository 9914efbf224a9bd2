import std.file { File }
system Site { index: File { path = "/srv/index.html" } }
test "the page is private" { let site = Site with { index.mode = 0o600 } }
