// Rule 3: a keyed list is emitted in the order in which its keys were declared; what was removed and is said again stands at the end.
// rule: 6.6
system Shop { web: Service { name = "web", ports = { a = { port = 1 }, b = { port = 2 }, c = { port = 3 } } } }
overlay x on Shop { web { ports { d = { port = 4 }, b { port = 20 } } } }
overlay y on Shop { web { ports { remove a } } }
overlay z on Shop { web { ports { a = { port = 10 }, c { port = 30 } } } }
environment prod = Shop with x, y, z
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
{ "web": { "ports": [
  { "name": "b", "port": 20, "probe": 21, "tls": false }, { "name": "c", "port": 30, "probe": 31, "tls": false },
  { "name": "d", "port": 4, "probe": 5, "tls": false }, { "name": "a", "port": 10, "probe": 11, "tls": false }
] } }
