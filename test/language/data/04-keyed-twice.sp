// rule: 4.20
// Two records of a keyed list with one key.
import "./people.json" as people: [Person by login]
type Person { login: String, name: String }
system Site { output names = [p.name for p in people] }
environment dev = Site
// --- file: people.json
[
  { "login": "ada", "name": "Ada" },
  { "login": "ada", "name": "Other" }
//           ^^^^^ error[SP2112]: `ada` is written twice in one block
]
