// Rule 1: the type's default is the lowest of the stack, also inside of records, entries and lists; it reads what its siblings
// are in the end.
// rules: 6.1, 6.30
system Shop {
  web: Service { name = "web", ports = { http = { port = 80 }, admin = { port = 90, probe = 5 } }, tables = { a = {} } }
}
overlay x on Shop { web { ports { http { port = 81 }, admin { port = 91 } }, tables { a { cpu = 3 }, b = { mem = 9 } } } }
environment dev = Shop
environment prod = Shop with x
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
// --- expect: dev
{ "web": {
  "ports": [{ "name": "http", "port": 80, "probe": 81, "tls": false }, { "name": "admin", "port": 90, "probe": 5, "tls": false }],
  "tables": { "a": { "cpu": 1, "mem": 2 } }
} }
// --- expect: prod
{ "web": {
  "ports": [{ "name": "http", "port": 81, "probe": 82, "tls": false }, { "name": "admin", "port": 91, "probe": 5, "tls": false }],
  "tables": { "a": { "cpu": 3, "mem": 6 }, "b": { "cpu": 1, "mem": 9 } }
} }
