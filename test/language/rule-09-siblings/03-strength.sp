// Rule 2 and 9: a `default` gives way to its siblings too, and a `final` of one holds what an equal value of the other says.
// rules: 6.3, 6.26
system Shop { web: Service { name = "web" } }
overlay a on Shop { web { default replicas = 5, final level = "high", default limits.cpu = 2 } }
overlay b on Shop { web { replicas = 7, level = "high", final limits.cpu = 3 } }
environment prod = Shop with (a, b)
environment other = Shop with (b, a), { web { default level = "low" } }
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
{ "web": { "replicas": 7, "level": "high", "limits": { "cpu": 3, "mem": 6 } } }
// --- expect: other
{ "web": { "replicas": 7, "level": "high" } }
