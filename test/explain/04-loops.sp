// What a loop named: by data, by a list, by a map, by an expression; what is left out, and what an overlay took away.
// explain: prod keys
// explain: prod keys.ada
// explain: prod keys.ada.mode
// explain: prod keys.ada.content
// explain: prod keys.bob
// explain: prod keys.bob.mode
// explain: prod keys.eve
// explain: prod keys.eve.content
// explain: prod keys.gracie
// explain: prod people
// explain: prod people.grace.admin
// explain: prod people.ada.name
// explain: prod nodes.b
// explain: prod nodes.b.content
// explain: prod sites.eu.content
// explain: prod sites.us
// explain: prod sites.us.path
// explain: prod hosts."10.0.0.1".path
// explain: prod all.content
import std.file { File }
import "./people.yaml" as roster: [Person by login]
type Person { login: String matching /^[a-z]+$/, name: String, admin: Bool = false }
type Host { address: String, name: String }
system Site {
  param people: [Person by login] = roster
  param names: [String] = ["a", "b"]
  param regions: {String: String} = { eu = "Europe", us = "America" }
  param machines: [Host] = [Host { address = "10.0.0.1", name = "one" }]
  keys: File for p in people if p.admin { path = "/keys/${p.login}", content = p.name }
  nodes: File for n in names { path = "/nodes/${n}", content = "${n}!" }
  sites: File for key, name in regions { path = "/sites/${key}", content = name }
  hosts: File for h in machines by h.address { path = "/hosts/${h.name}" }
  all: File { path = "/all", content = keys.keys().join(",") }
}
overlay production on Site {
  people { grace { admin = true }, eve = { name = "Eve", admin = true } }
  keys { ada { mode = 0o600 }, remove eve }
  regions { remove us }
  each File where it.path.startsWith("/keys/") { owner = "shop" }
}
environment prod = Site with production
// --- file: people.yaml
- login: ada
  name: Ada
  admin: true
- login: bob
  name: Bob
- login: grace
  name: Grace
