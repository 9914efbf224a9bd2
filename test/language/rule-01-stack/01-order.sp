// Rule 1: a slot holds a stack: the type's default, the system's body, then each overlay in the order the environment lists them.
// rules: 6.1, 6.2, 7.2
system Shop {
  a: Service { name = "a" }
  b: Service { name = "b", replicas = 2 }
  c: Service { name = "c", replicas = 2 }
  d: Service { name = "d", replicas = 2 }
}
overlay x on Shop { c { replicas = 3 }, d { replicas = 3 } }
overlay y on Shop { d { replicas = 4 } }
environment none = Shop
environment xy = Shop with x, y
environment yx = Shop with y, x
environment nested = xy with { d { replicas = 5 } }
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
{ "a": { "replicas": 1 }, "b": { "replicas": 2 }, "c": { "replicas": 2 }, "d": { "replicas": 2 } }
// --- expect: xy
{ "a": { "replicas": 1 }, "b": { "replicas": 2 }, "c": { "replicas": 3 }, "d": { "replicas": 4 } }
// --- expect: yx
{ "c": { "replicas": 3 }, "d": { "replicas": 3 } }
// --- expect: nested
{ "c": { "replicas": 3 }, "d": { "replicas": 5 } }
