// Rule 6 and 9: what an `each` of one sibling and a name of another set must agree; their conditions see what is below the group.
// rules: 6.16, 6.26
system Shop { a: Service { name = "a", replicas = 5 }, b: Service { name = "b" } }
overlay x on Shop { each Service where it.replicas > 3 { level = "high", replicas = super + 1 } }
overlay y on Shop { a { level = "high" }, b { replicas = 50 } }
environment prod = Shop with (x, y)
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
{ "a": { "level": "high", "replicas": 6 }, "b": { "level": "low", "replicas": 50 } }
