import "./people.json" as people: [Person by login]
type Person { login: String, name: String }
system Team {
  param roster: [Person by login] = people
}
// --- file: people.json
[
  { "login": "ada", "name": "Ada" },
]
