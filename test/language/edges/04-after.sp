// rule: 5.18
// `@after` orders what nothing else would, and takes several things, lists of them too.
import std.file { File }
system Inner { f: File { path = "/i" } }
system Site {
  a: File { path = "/a" }
  b: File { path = "/b", @after(a) }
  many: File for n in ["x", "y"] { path = "/${n}" }
  inner: Inner
  c: File { path = "/c", @after(a, many), @after(inner) }
  d: File { path = "/d", @after(many.x) }
}
environment dev = Site
// --- expect
{
  "a": { "needs": [] }, "b": { "needs": ["a"] }, "d": { "needs": ["many.x"] },
  "c": { "needs": ["a", "inner.f", "many.x", "many.y"] }
}
