// rule: 9.1
// What is built from an output becomes a residual.
import std.file { File }
system Site {
  a: File { path = "/a" }
  join:   File { path = "/j", content = "<${a.sha256}>" }
  render: File { path = "/r", content = toml({ sum = a.sha256, plain = [1, 2] }) }
  nested: File { path = "/n", content = json({ text = "x${a.sha256}" }) }
  dollar: File { path = "/d", content = json({ "$from" = "text", sum = a.sha256 }) }
  output sum = a.sha256
}
environment dev = Site
// --- expect
{
  "join": { "content": { "$join": ["<", { "$from": "a", "output": "sha256" }, ">"] } },
  "render": { "content": { "$render": "toml", "value": { "sum": { "$from": "a", "output": "sha256" }, "plain": [1, 2] }, "order": { "": ["sum", "plain"] } } },
  "nested": { "content": { "$render": "json", "value": { "text": { "$join": ["x", { "$from": "a", "output": "sha256" }] } } } },
  "dollar": { "content": { "$render": "json", "value": { "$$from": "text", "sum": { "$from": "a", "output": "sha256" } } } },
  "outputs": { "sum": { "$from": "a", "output": "sha256" } }
}
