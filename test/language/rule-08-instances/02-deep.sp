// Rule 8, three systems deep: every instance has a stack of its own, and names are those of where something is written.
// rule: 6.22
system Inner { param size: Int = 1, let twice = size * 2, web: Service { name = "inner", replicas = twice, note = "${size}" } }
overlay grow(by: Int) on Inner { size = super + by }
system Middle { param size: Int = 10, inner: Inner with grow(by = size) { size = super + size }, web: Service { name = "middle", replicas = inner.size } }
overlay half on Middle { size = 5, inner { web { note = "${super} in ${size}" } } }
system Outer { param size: Int = 2, a: Middle with half { inner { size = super + size } }, b: Middle { web { name = "other" }, inner { web { name = "third" } } } }
overlay x on Outer { size = 3, a { inner { web { replicas = super + size } } }, b { size = 1 } }
environment one = Outer
environment two = Outer with x
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
  "a.inner.web": { "replicas": 26, "note": "13 in 5" }, "a.web": { "replicas": 13 },
  "b.inner.web": { "replicas": 42, "note": "21" }, "b.web": { "replicas": 21 }
}
// --- expect: two
{
  "a.inner.web": { "replicas": 31, "note": "14 in 5" }, "a.web": { "replicas": 14 },
  "b.inner.web": { "replicas": 6 }, "b.web": { "replicas": 3 }
}
