// rules: 5.7, 9.1
// What a map holds may be secret, or known only after apply: its keys name what is made.
import std.file { File }
system Site {
  param tokens: {String: Secret<String>} = { ada = secret.env("ADA"), grace = secret.file("/run/grace") }
  a: File { path = "/a" }
  token: File for name, value in tokens { path = "/token/${name}", content = value }
  let sums = { known = "x", later = a.sha256 }
  sum: File for name, value in sums { path = "/sum/${name}", content = value }
}
environment dev = Site with { tokens { ada = secret.env("OTHER"), remove grace, mary = secret.env("MARY") } }
// --- expect
{
  "token.ada": { "path": "/token/ada", "content": { "$secret": { "provider": "env", "key": "OTHER" } } },
  "token.mary": { "path": "/token/mary", "content": { "$secret": { "provider": "env", "key": "MARY" } } },
  "sum.known": { "content": "x" },
  "sum.later": { "content": { "$from": "a", "output": "sha256" }, "needs": ["a"] }
}
