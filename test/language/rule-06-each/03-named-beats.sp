// Rule 6: a named entry beats an `each` of the same overlay, leaf by leaf and in any order; one of another overlay is above or below.
// rule: 6.19
system Shop { a: Service { name = "a" }, b: Service { name = "b" }, c: Service { name = "c", replicas = 9 } }
overlay x on Shop {
  a { replicas = 2, env { A = "named" } }
  each Service { replicas = super + 10, level = "high", env { A = "each", B = "each" } }
  b { limits.cpu = 5 }
}
overlay y on Shop { each Service { replicas = super + 1 }, c { replicas = super * 2 } }
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
  "a": { "replicas": 2, "level": "high", "env": { "A": "named", "B": "each" } },
  "b": { "replicas": 11, "env": { "A": "each", "B": "each" }, "limits": { "cpu": 5, "mem": 10 } },
  "c": { "replicas": 19 }
}
// --- expect: two
{ "a": { "replicas": 3 }, "b": { "replicas": 12 }, "c": { "replicas": 38 } }
