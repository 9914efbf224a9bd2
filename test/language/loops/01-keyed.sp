// rule: 5.7
// A declaration with `for` is a map by the collection's keys; `keys.ada` is one of them.
import std.file { File, Directory }
type Person { login: String matching /^[a-z-]+$/, admin: Bool = false }
system Site {
  param people: [Person by login] = { ada = { admin = true }, grace = {}, "bob-b" = { admin = true } }
  root: Directory { path = "/srv" }
  keys: File for p in people if p.admin { path = "${root.path}/${p.login}", content = p.login }
  one: File { path = "/one", content = keys.ada.path }
  all: File { path = "/all", content = keys.keys().join(","), @after(keys) }
  output count = keys.length()
}
overlay production on Site {
  keys { ada { mode = 0o600 } }
  people { grace { admin = true } }
}
environment dev = Site with production
// --- expect
{
  "keys.ada": { "path": "/srv/ada", "mode": 384, "content": "ada", "needs": ["root"] },
  "keys.grace": { "path": "/srv/grace", "mode": 420 },
  "keys.bob-b": { "path": "/srv/bob-b" },
  "one": { "content": "/srv/ada", "needs": ["keys.ada", "root"] },
  "all": { "content": "ada,grace,bob-b", "needs": ["keys.ada", "keys.bob-b", "keys.grace"] },
  "outputs": { "count": 3 }
}
