// rule: 12.8
// Data in every shape that a type has: keyed lists that may be absent, in maps and in unions, records told apart, generics.
import "./all.yaml" as all: All
import "./shapes.yaml" as shapes: [Shape]
import "./box.toml" as box: Box<Duration>
type All { hosts: [Host by name]?, more: {String: [Host by name]}, either: [Host by name] | "none", lists: [[Host by name]], others: [Host by name]? }
type Host { name: String, port: Port, wait: Duration = 1s }
type Circle { kind: "circle", radius: Number, hold: Duration }
type Square { kind: "square", side: Number }
type Shape = Circle | Square
type Box<T> { value: T, all: {String: T} }
system Site {
  param given: All = all
  output hosts = [h.port for h in given.hosts ?? []]
  output more = given.more.x.b.port
  output wait = given.more.x.b.wait == 5s
  output either = match given.either { "none" => 0, _ => 1 }
  output lists = [[h.name for h in list] for list in given.lists]
  output holds = [match s { Circle as c => c.hold == 1m, Square => false } for s in shapes]
  output sum = box.value + box.all.x == 90s
}
overlay more on Site {
  given {
    hosts { a { port = 9 }, z = { port = 10 } }
    more { x { b { port = 8 } } }
    either { c { port = 7 } }
  }
}
environment dev = Site with more
// --- file: all.yaml
hosts:
  - { name: a, port: 1 }
more:
  x: [{ name: b, port: 2, wait: 5s }]
either: [{ name: c, port: 3 }]
lists: [[{ name: d, port: 4 }], []]
// --- file: shapes.yaml
- { kind: circle, radius: 1, hold: 1m }
- { kind: square, side: 2 }
// --- file: box.toml
value = "1m"
all.x = "30s"
// --- expect
{ "outputs": { "hosts": [9, 10], "more": 8, "wait": true, "either": 1, "lists": [["d"], []], "holds": [true, false], "sum": true } }
