// rules: 4.20
// What is spread or has a computed key stands where it was written, in lists and in rendered documents; what is said of it by name
// beside it counts, wherever that stands.
import std.file { File }
type Rule { name: String, verdict: String = "deny" }
let further: [Rule by name] = { later = {} }
let common: [Rule by name] = { ssh = { verdict = "allow" }, ping = {} }
system Site {
  param last: String = "rest"
  param rules: [Rule by name] = { first = { verdict = "allow" }, ...common, web = {}, [last] = {}, ping = { verdict = "log" } }
  output listed = [x.name for x in rules]
  output ping = rules.ping.verdict
  file: File { path = "/x", content = json({ b = 1, ...{ a = 2 }, ["c${1}"] = 3, d = 4 }) }
}
overlay more on Site { rules { north = {}, ...further, web { verdict = "allow" }, ["z"] = {}, south = {} } }
environment dev = Site with more
// --- expect
{
  "file": { "content": "{\n  \"b\": 1,\n  \"a\": 2,\n  \"c1\": 3,\n  \"d\": 4\n}\n" },
  "outputs": {
    "listed": ["first", "ssh", "ping", "web", "rest", "north", "later", "z", "south"],
    "ping": "log"
  }
}
