// Rule 10: the types are checked on the merged result: what lost is held to nothing that is computed.
// rule: 6.27
system Shop { param n: Int = 40, web: Service { name = "web", replicas = n * 2 } }
overlay more on Shop { n = 400 }
overlay fixed on Shop { web { replicas = 7 } }
overlay less on Shop { web { replicas = super - 780 } }
environment dev = Shop
environment prod = Shop with more, fixed
environment low = Shop with more, less
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
{ "web": { "replicas": 80 } }
// --- expect: prod
{ "web": { "replicas": 7 } }
// --- expect: low
{ "web": { "replicas": 20 } }
