// Rule 3: `x { … }` amends: records, maps and keyed lists merge per key, deeply.
// rule: 6.6
system Shop {
  param shared: Limits = { cpu = 2 }
  web: Service {
    name = "web", limits = { cpu = 2 }, extra = { mem = 3 }, env = { A = "1", B = "1" }
    ports = { http = { port = 80, tls = true }, admin = { port = 90 } }
    tables = { a = { cpu = 1 }, b = { cpu = 2 } }
  }
  output shared2 = shared
}
overlay x on Shop {
  shared { mem = 1 }
  web {
    limits { mem = 9 }, extra.cpu = 4, env { B = "2", C = "3" }
    ports { http { port = 81 }, debug = { port = 6060 } }
    tables.a { mem = 5 }
  }
}
overlay y on Shop { web { ports.http.tls = false, ports.debug.probe = 1, env.A = "9", tables { b { cpu = 7 } } } }
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
{
  "web": {
    "limits": { "cpu": 2, "mem": 9 }, "extra": { "cpu": 4, "mem": 3 }, "env": { "A": "9", "B": "2", "C": "3" },
    "ports": [
      { "name": "http", "port": 81, "probe": 82, "tls": false },
      { "name": "admin", "port": 90, "probe": 91, "tls": false },
      { "name": "debug", "port": 6060, "probe": 1, "tls": false }
    ],
    "tables": { "a": { "cpu": 1, "mem": 5 }, "b": { "cpu": 7, "mem": 14 } }
  },
  "outputs": { "shared2": { "cpu": 2, "mem": 1 } }
}
