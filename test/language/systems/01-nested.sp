// rules: 5.4, 6.22
// A system in a system: its block is an overlay, `with` stands below it, outer overlays above.
import std.file { File, Directory }
system Part {
  param at: Path
  param size: Int = 1
  let secretly = size
  f: File { path = "${at}/f", content = "${secretly}" }
  output sum = f.sha256
}
overlay large on Part { size = super + 10 }
system Whole {
  root: Directory { path = "/srv" }
  one: Part with large { at = root.path, size = super + 100 }
  two: Part { at = "/two" }
  g: File { path = "/g", content = one.sum, @after(two) }
}
overlay outer on Whole { one { size = super + 1000, f { mode = 0o600 } } }
environment dev = Whole with outer
// --- expect
{
  "one.f": { "path": "/srv/f", "content": "1111", "mode": 384, "needs": ["root"] },
  "two.f": { "path": "/two/f", "content": "1", "needs": [] },
  "g": { "needs": ["one.f", "two.f"], "content": { "$from": "one.f", "output": "sha256" } }
}
