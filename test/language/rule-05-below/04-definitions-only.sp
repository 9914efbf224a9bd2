// Rule 5: only the slot that is set is cut off; all else that is read is what it is in the end, also a sibling, and `it`.
// rule: 6.15
system Shop {
  param n: Int = 1
  web: Service { name = "web", replicas = n, note = "n${it.replicas}" }
}
overlay x on Shop { web { replicas = super + 10, limits { cpu = it.replicas }, note = "${super}/${web.replicas}" } }
overlay y on Shop { n = 2, web { replicas = super + 20, limits { cpu = super * 2 + it.replicas } } }
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
{ "web": { "replicas": 32, "note": "n32/32", "limits": { "cpu": 96, "mem": 192 } } }
