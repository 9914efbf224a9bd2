// Rule 8: an overlay list may hold an inline overlay, also at the end of an environment that is based on another.
// rule: 6.24
system Shop { param release: String = "1", web: Service { name = "web", note = release } }
overlay production on Shop { release = "2", web { replicas = 3 } }
environment prod = Shop with production, { release = "9.9.9", web { replicas = super * 2 } }
environment staging = prod with { release = super + "-rc", web { replicas = 1 } }, { web { limits.cpu = 9 } }
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
{ "web": { "note": "9.9.9", "replicas": 6 } }
// --- expect: staging
{ "web": { "note": "9.9.9-rc", "replicas": 1, "limits": { "cpu": 9, "mem": 18 } } }
