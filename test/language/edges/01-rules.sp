// rules: 5.16, 5.17, 5.18
// An output, a key field, a whole resource and `@after` order; another known field is arithmetic. Edges travel with values.
import std.file { File, Directory }
system Site {
  root:   Directory { path = "/srv" }
  a:      File { path = "${root.path}/a", mode = 0o600 }
  known:  File { path = "/k", mode = a.mode }
  output_: File { path = "/o", content = a.sha256 }
  key:    File { path = "/q", content = a.path }
  after:  File { path = "/r", @after(a, known) }
  let through = { sum = a.sha256, none = 1 }
  far:    File { path = "/f", content = "sum ${through.sum}" }
  near:   File { path = "/n", content = "none ${through.none}" }
  own:    File { path = "/own", content = "at ${it.path}" }
}
environment dev = Site
// --- expect
{
  "root": { "needs": [] },
  "a": { "needs": ["root"] },
  "known": { "needs": [], "mode": 384 },
  "output_": { "needs": ["a"], "content": { "$from": "a", "output": "sha256" } },
  "key": { "needs": ["a", "root"], "content": "/srv/a" },
  "after": { "needs": ["a", "known"] },
  "far": { "needs": ["a"], "content": { "$join": ["sum ", { "$from": "a", "output": "sha256" }] } },
  "near": { "needs": [], "content": "none 1" },
  "own": { "needs": [], "content": "at /own" }
}
