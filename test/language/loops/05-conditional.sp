// rule: 5.10
// With `if`, a resource is there or not, and what reads it says what then.
import std.file { File, Directory }
system Site {
  param cached: Bool = false
  root: Directory { path = "/srv" }
  cache: File if cached { path = "${root.path}/cache" }
  use: File { path = "/use", content = cache?.path ?? "none", @after(cache) }
}
overlay on on Site { cached = true, cache { mode = 0o600 } }
environment dev = Site
environment with1 = Site with on
// environment: with1
// --- expect
{ "cache": { "path": "/srv/cache", "mode": 384 }, "use": { "content": "/srv/cache", "needs": ["cache", "root"] } }
