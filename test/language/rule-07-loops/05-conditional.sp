// Rule 7 and conditions: `if` follows the final value; what is said of a resource that is not there says nothing.
// rules: 5.10, 6.30
system Shop {
  param cached: Bool = false
  cache: Service if cached { name = "cache", replicas = 2 }
  web: Service { name = "web", replicas = cache?.replicas ?? 50 }
}
overlay on on Shop { cached = true }
overlay more on Shop { cache { replicas = super * 2 } }
environment none = Shop with more
environment one = Shop with more, on
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
// --- expect: none
{ "absent": ["cache"], "web": { "replicas": 50 } }
// --- expect: one
{ "cache": { "replicas": 4 }, "web": { "replicas": 4 } }
