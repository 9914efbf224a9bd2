// rules: 5.25, 5.26
// `moved` names what was, and what is.
import std.file { File }
system Inner { a: File { path = "/inner" }, moved "old" to a }
system Site {
  web: File { path = "/web" }
  inner: Inner
  moved "site" to web
  moved "deep.old" to inner.a
  removed "legacy" { destroy = false }
  removed "gone"
}
environment dev = Site
// --- expect
{ "web": { "path": "/web" }, "moved": { "site": "web", "deep.old": "inner.a", "inner.old": "inner.a" }, "removed": { "legacy": { "destroy": false }, "gone": { "destroy": true } } }
