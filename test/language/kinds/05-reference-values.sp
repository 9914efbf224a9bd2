// rule: 4.36
import std.thing { Thing, Other }
system Inner { param to: Thing, user: Other { name = "user", of = to } }
system Site {
  a: Thing { name = "a" }
  b: Other { name = "b", of = a }
  inner: Inner { to = a }
}
environment dev = Site
// --- file: std:thing.sp
@version(1)
kind Thing by thing { @key name: String }
@version(1)
kind Other by thing { @key name: String, of: Thing? }
// --- expect
{ "b": { "of": "a", "needs": ["a"] }, "inner.user": { "of": "a", "needs": ["a"] } }
