// rule: 5.10
import std.file { File }
system Site {
  param cached: Bool = false
  cache: File if cached { path = "/cache" }
  use: File { path = "/use", content = cache?.path ?? "none", @after(cache) }
}
overlay on on Site { cache { mode = 0o600 } }
environment dev = Site with on
// --- expect
{ "use": { "content": "none", "needs": [] }, "absent": ["cache"] }
