// rule: 5.19
// A definition that lost contributes nothing: no error and no edge.
// environment: fine
import std.file { File }
system Site {
  a: File { path = "/srv/a" }
  b: File { path = "/srv/b", content = a.path }
}
overlay less on Site { remove a }
overlay both on Site { b { content = "alone" } }
environment fine = Site with less, both
// --- expect
{ "b": { "content": "alone", "needs": [] }, "absent": ["a"] }
