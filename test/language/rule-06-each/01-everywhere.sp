// Rule 6: `each Kind` amends every resource of the kind declared at or below the overlay, at all depths, in loops and in nested systems.
// rule: 6.16
system Inner { web: Service { name = "inner" }, jobs: Service for n in ["x", "y"] { name = "job-${n}" } }
system Middle { inner: Inner, many: Inner for k in ["a"] { web { name = "many-${k}" }, jobs { x { name = "many-x" }, y { name = "many-y" } } } }
system Shop { web: Service { name = "web" }, deep: Middle, other: Other { name = "other" } }
kind Other by service { @key name: String, level: "low" | "high" = "low" }
overlay hardened on Shop { each Service { level = "high" } }
environment prod = Shop with hardened
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
{
  "web": { "level": "high" }, "deep.inner.web": { "level": "high" }, "deep.inner.jobs.x": { "level": "high" },
  "deep.many.a.web": { "level": "high" }, "deep.many.a.jobs.y": { "level": "high" }, "other": { "level": "low" }
}
