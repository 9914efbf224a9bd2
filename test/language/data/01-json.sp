// rule: 12.3
// JSON as data, checked against its type, with places in that file.
import "./people.json" as people: [Person by login]
import "./map.json" as ports: {String: Port}
type Person { login: String matching /^[a-z]+$/, name: String, admin: Bool = false }
system Site {
  param roster: [Person by login] = people
  output names = [p.name for p in roster if p.admin]
  output port = ports.http
}
overlay more on Site { roster { grace { admin = true } } }
environment dev = Site with more
// --- file: people.json
[
  { "login": "ada", "name": "Ada", "admin": true },
  { "login": "grace", "name": "Grace" }
]
// --- file: map.json
{ "http": 80 }
// --- expect
{ "outputs": { "names": ["Ada", "Grace"], "port": 80 } }
