// rule: 10.6
import std.file { File }
system Site {
  a: File { path = "/a", content = "plain" }
  b: File { path = "/b", content = "key=${secret.env("KEY")}" }
  c: File { path = "/c", content = toml({ a = a.content ?? "", b = secret.vault("x#y") }) }
}
environment dev = Site
// --- expect
{
  "a": { "content": "plain" },
  "b": { "content": { "$join": ["key=", { "$secret": { "provider": "env", "key": "KEY" } }] } },
  "c": { "content": { "$render": "toml", "value": { "a": "plain", "b": { "$secret": { "provider": "vault", "key": "x#y" } } } } }
}
