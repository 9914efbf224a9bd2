// Rule 6: `each System` amends every instance, and the system that the overlay is on is one; `it` is the instance.
// rule: 6.16
system Inner { param size: Int = 1, param word: String = "w", web: Service { name = "in-${word}", replicas = size } }
system Shop { param zones: Int = 2, small: Inner { word = "s" }, large: Inner { size = 5, word = "l" }, many: Inner for w in ["p"] { word = w, size = zones } }
overlay x on Shop { each Inner where it.size > 1 { size = super * 10, web { limits.cpu = it.replicas, note = "x" } }, large { size = 7 } }
overlay y { each Shop { zones = super + 1 } }
environment one = Shop with x
environment two = Shop with x, y
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
{
  "small.web": { "replicas": 1, "note": "runs in-s" }, "large.web": { "replicas": 7, "note": "x", "limits": { "cpu": 7, "mem": 14 } },
  "many.p.web": { "replicas": 20, "limits": { "cpu": 20, "mem": 40 } }
}
// --- expect: two
{ "many.p.web": { "replicas": 30 } }
