// run tests
// rule: 11.8
// A snapshot holds what a person decides on: outputs, and of each resource its kind, target, needs, annotations and spec.
import std.service { Service }
system Shop {
  param tier: Int = 1
  db: Service { name = "db", @protect }
  web: Service { name = "web", replicas = tier, label = db.url }
  output size = tier * 2
}
test "same" {
  let g = Shop
  expect g matches snapshot
  expect g.db matches snapshot
  expect [g.size, 3] matches snapshot
}
test "other" {
  let g = Shop with { tier = 2 }
  expect g.size matches snapshot
//       ^^^^^^ error[SP6004]: this is not what `snapshots/main.json` holds
}
test "none" {
  expect 1 matches snapshot
//       ^ error[SP6005]: there is no snapshot of this in `snapshots/main.json`: in CI none is written
}
// --- file: snapshots/main.json
{
  "same": [
    {
      "outputs": { "size": 2 },
      "resources": {
        "db": { "kind": "std.service.Service", "target": "local", "meta": { "protect": true }, "spec": { "name": "db", "replicas": 1, "label": "" } },
        "web": { "kind": "std.service.Service", "target": "local", "needs": ["db"], "spec": { "name": "web", "replicas": 1, "label": { "$from": "db", "output": "url" } } }
      }
    },
    { "address": "db", "kind": "std.service.Service", "spec": { "name": "db", "replicas": 1, "label": "" } },
    [2, 3]
  ],
  "other": [2]
}
// --- file: std:service.sp
kind Service by service { @key name: String, replicas: Int in 1..50 = 1, label: String = "", output url: String }
