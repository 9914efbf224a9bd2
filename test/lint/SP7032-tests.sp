import std.file { File }
system Site { index: File { path = "/a" } }
test "nothing" { let site = Site }
//   ^^^^^^^^^ SP7032: the test "nothing" expects nothing, so it cannot fail
test "something" { let site = Site, expect site.index.path == "/a" }
test "an error" { expect error { Site with { indx.mode = 0o600 } } }
test "a snapshot" { expect Site matches snapshot }
