// Rule 6: a condition without a hit is no error, and what it would have read or set says nothing.
// rule: 6.18
system Shop { web: Service { name = "web", ports = { http = { port = 80 } } } }
overlay x on Shop { each Service where it.replicas > 50 { replicas = super * 1000, ports { each Port { port = 0 - 1 } } } }
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
// --- expect: prod
{ "web": { "replicas": 1 } }
