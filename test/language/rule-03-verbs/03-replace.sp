// Rule 3: `replace` drops what is below and refills the type's defaults; above it everything goes on as usual.
// rule: 6.9
system Shop {
  param shared: Limits = { cpu = 7 }
  web: Service {
    name = "web", limits = { cpu = 9, mem = 9 }, env = { A = "1", B = "1" }
    ports = { http = { port = 80, tls = true }, admin = { port = 90 } }, tables = { a = { cpu = 4 } }
  }
  output shared2 = shared
}
overlay x on Shop {
  replace shared = { mem = 3 }
  web {
    replace limits = { cpu = 2 }
    replace env = { C = "3" }
    ports { replace http = { port = 8080 } }
    replace tables = { b = { cpu = 5 } }
  }
}
overlay y on Shop { web { limits.mem = 1, env { D = "4" }, ports.http.tls = true, tables { a = { mem = 2 } } } }
environment one = Shop with x
environment two = Shop with x, y
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
// --- expect: one
{
  "web": {
    "limits": { "cpu": 2, "mem": 4 }, "env": { "C": "3" },
    "ports": [{ "name": "http", "port": 8080, "probe": 8081, "tls": false }, { "name": "admin", "port": 90, "probe": 91, "tls": false }],
    "tables": { "b": { "cpu": 5, "mem": 10 } }
  },
  "outputs": { "shared2": { "cpu": 1, "mem": 3 } }
}
// --- expect: two
{ "web": {
  "limits": { "cpu": 2, "mem": 1 }, "env": { "C": "3", "D": "4" },
  "ports": [{ "name": "http", "port": 8080, "probe": 8081, "tls": true }, { "name": "admin", "port": 90, "probe": 91, "tls": false }],
  "tables": { "a": { "cpu": 1, "mem": 2 }, "b": { "cpu": 5, "mem": 10 } }
} }
