// Rule 1 and 2: strength belongs to leaves: `final x { a = 1 }` is `x { final a = 1 }`, and what stands beside stays free.
// rule: 6.4
system Shop {
  param conf: {String: Int} = { a = 1 }
  web: Service {
    name = "web"
    final limits { cpu = 2 }
    env = { final A = "1", B = "1" }
    final ports = { http = { port = 80 } }
    tables = { default t = { cpu = 5 } }
  }
}
overlay x on Shop {
  conf { final a = 2, b = 3 }
  web { limits { mem = 1 }, env { B = "2", C = "2" }, ports { http { probe = 7 }, admin = { port = 90 } }, tables { t { mem = 6 } } }
}
overlay y on Shop { conf { default a = 9, b = 4 }, web { limits { default cpu = 9 }, env { default A = "9", default B = "9" }, tables { t { cpu = 7 } } } }
environment prod = Shop with x, y
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
{ "web": {
  "limits": { "cpu": 2, "mem": 1 },
  "env": { "A": "1", "B": "2", "C": "2" },
  "ports": [{ "name": "http", "port": 80, "probe": 7, "tls": false }, { "name": "admin", "port": 90, "probe": 91, "tls": false }],
  "tables": { "t": { "cpu": 7, "mem": 6 } }
} }
