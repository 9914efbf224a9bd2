// Rule 5: `super` is of the slot that is being set: a param, a field, a field of a record, an entry, a field of an entry, a list.
// rule: 6.15
system Shop {
  param title: String = "t"
  param conf: {String: Int} = { a = 1 }
  web: Service {
    name = "web", tag = "x", limits = { cpu = 2 }, env = { A = "1" }, args = ["a"]
    ports = { http = { port = 80, tls = true } }, tables = { t = { cpu = 3 } }
  }
  output words = title
  output numbers = conf
}
overlay x on Shop {
  title = "${super}!"
  conf { a = super + 1 }
  web {
    name = "${super}-x", replicas = super + 1, tag = "${super ?? "none"}?", note = "${super}."
    limits { cpu = super * 2, mem = super + 1 }, env { A = super + "2" }, args = [...super, "b", ...super]
    ports { http { port = super + 1, probe = super + 1, tls = not super } }, tables.t { cpu = super * super }
  }
}
environment prod = Shop with x
environment twice = Shop with x, x
type Port { name: String, port: Int, probe: Int = port + 1, tls: Bool = false }
type Limits { cpu: Int = 1, mem: Int = cpu * 2 }
kind Service by service {
  @key name: String
  replicas: Int in 1..100 = 1
  level: "low" | "high" = "low"
  note: String = "runs ${name}"
  tag: String?
  limits: Limits = {}
  extra: Limits?
  env: {String: String} = {}
  ports: [Port by name] = {}
  tables: {String: Limits} = {}
  args: [String] = []
}
// --- expect: prod
{
  "web": {
    "name": "web-x", "replicas": 2, "tag": "x?", "note": "runs web-x.", "limits": { "cpu": 4, "mem": 9 }, "env": { "A": "12" },
    "args": ["a", "b", "a"], "ports": [{ "name": "http", "port": 81, "probe": 83, "tls": false }], "tables": { "t": { "cpu": 9, "mem": 18 } }
  },
  "outputs": { "words": "t!", "numbers": { "a": 2 } }
}
// --- expect: twice
{
  "web": {
    "name": "web-x-x", "replicas": 3, "tag": "x??", "note": "runs web-x-x..", "limits": { "cpu": 8, "mem": 18 }, "env": { "A": "122" },
    "args": ["a", "b", "a", "b", "a", "b", "a"], "ports": [{ "name": "http", "port": 82, "probe": 85, "tls": true }],
    "tables": { "t": { "cpu": 81, "mem": 162 } }
  },
  "outputs": { "words": "t!!", "numbers": { "a": 3 } }
}
