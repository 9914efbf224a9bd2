// rule: 9.1
import std.file { File }
system Site {
  files: File for n in ["a", "b"] { path = "/${n}", content = n }
  c: File { path = "/c", content = json([f.sha256 for f in files]) }
}
environment dev = Site
// --- expect
{ "c": { "content": { "$render": "json", "value": [{ "$from": "files.a", "output": "sha256" }, { "$from": "files.b", "output": "sha256" }] }, "needs": ["files.a", "files.b"] } }
