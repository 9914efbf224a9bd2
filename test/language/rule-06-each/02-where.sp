// Rule 5 and 6: `it` in the condition is the resource below this overlay, with what its definitions mention final; in the block it is the
// resource as it is in the end.
// rule: 6.16
system Shop {
  param n: Int = 1
  a: Service { name = "a", replicas = n }
  b: Service { name = "b", replicas = 5 }
  c: Service { name = "c", replicas = 1 }
}
overlay big on Shop {
  n = 4
  c { replicas = 50 }
  each Service where it.replicas > 3 { level = "high", note = "${it.replicas} of ${it.level}", limits { cpu = super + it.replicas } }
}
overlay bigger on Shop { c { replicas = 60 }, a { replicas = 2 } }
environment one = Shop with big
environment two = Shop with big, bigger
environment three = Shop with bigger, big
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
  "a": { "level": "high", "note": "4 of high", "limits": { "cpu": 5, "mem": 10 } },
  "b": { "level": "high", "note": "5 of high" },
  "c": { "level": "low", "note": "runs c", "replicas": 50 }
}
// --- expect: two
{ "a": { "replicas": 2, "level": "high", "note": "2 of high" }, "c": { "replicas": 60, "level": "low" } }
// --- expect: three
{ "a": { "replicas": 2, "level": "low" }, "c": { "replicas": 50, "level": "high", "note": "50 of high" } }
