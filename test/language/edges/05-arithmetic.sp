// rule: 5.17
// A known field is arithmetic: it orders nothing, however it is read.
import std.file { File }
system Site {
  a: File { path = "/a", mode = 0o600, owner = "root" }
  b: File { path = "/b", mode = a.mode, owner = a.owner ?? "none" }
  let both = { mode = a.mode, where = a.path }
  c: File { path = "/c", mode = both.mode }
  d: File { path = "/d", content = both.where }
}
environment dev = Site
// --- expect
{ "b": { "needs": [] }, "c": { "needs": [] }, "d": { "needs": ["a"] } }
