// rule: 9.1
// A deferred argument makes a residual.
import std.file { File }
fn line(name: String): String = "name=${name}\n"
system Site {
  a: File { path = "/a", content = "x" }
  b: File { path = "/b", content = line(a.sha256) }
}
environment dev = Site
// --- expect
{ "b": { "content": { "$join": ["name=", { "$from": "a", "output": "sha256" }, "\n"] }, "needs": ["a"] } }
