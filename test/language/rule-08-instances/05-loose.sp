// Rule 8: an overlay without `on` holds only `each` and fits any system, also a nested one.
// rule: 6.25
overlay hardened(to: "low" | "high" = "high") { each Service { level = to } }
system Inner { web: Service { name = "in" } }
system Shop { web: Service { name = "web" }, soft: Inner, hard: Inner with hardened { web { name = "hard" } } }
environment one = Shop
environment two = Shop with hardened, hardened(to = "low")
environment three = Inner with hardened
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
{ "web": { "level": "low" }, "soft.web": { "level": "low" }, "hard.web": { "level": "high" } }
// --- expect: two
{ "web": { "level": "low" }, "hard.web": { "level": "low" } }
// --- expect: three
{ "web": { "level": "high" } }
