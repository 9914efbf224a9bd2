// Rule 2 and 6: what an `each` sets has its strength too.
// rules: 6.3, 6.16
system Shop { a: Service { name = "a" }, b: Service { name = "b", replicas = 7 } }
overlay x on Shop { each Service { default replicas = 3, final level = "high" } }
overlay y on Shop { a { default level = "low" } }
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
{ "a": { "replicas": 3, "level": "high" }, "b": { "replicas": 7, "level": "high" } }
