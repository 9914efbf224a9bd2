// Rule 9: siblings stand side by side: each says its own, equal values agree, and `super` is below the group.
// rule: 6.26
system Shop { param n: Int = 1, web: Service { name = "web", replicas = 2, env = { A = "1" }, ports = { http = { port = 80 } } } }
overlay production on Shop { web { replicas = super * 3 } }
overlay eu on Shop { n = super + 1, web { env { REGION = "eu", SHARED = "x" }, ports { http { port = super + 1 } }, limits.cpu = 4 } }
overlay hardened on Shop { web { replicas = super + 1, env { SHARED = "x" }, ports { http { tls = true }, admin = { port = 90 } }, limits.cpu = 2 * 2 } }
overlay last on Shop { web { replicas = super * 10 } }
environment one = Shop with production, (eu, hardened)
environment two = Shop with production, (hardened, eu), last
environment three = Shop with (production, eu)
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
{ "web": {
  "replicas": 7, "env": { "A": "1", "REGION": "eu", "SHARED": "x" }, "limits": { "cpu": 4, "mem": 8 },
  "ports": [{ "name": "http", "port": 81, "probe": 82, "tls": true }, { "name": "admin", "port": 90, "probe": 91, "tls": false }]
} }
// --- expect: two
{ "web": { "replicas": 70, "env": { "A": "1", "REGION": "eu", "SHARED": "x" } } }
// --- expect: three
{ "web": { "replicas": 6 } }
