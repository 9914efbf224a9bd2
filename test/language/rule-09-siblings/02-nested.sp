// Rule 9, in the `with` of an instance, with parameters, in siblings of siblings, and with a block as a sibling.
// rule: 6.26
system Part { param size: Int = 1, web: Service { name = "part", replicas = size, env = {} } }
overlay a(by: Int) on Part { size = super + by }
overlay b on Part { web { env { B = "b" } } }
overlay c on Part { web { env { C = "c" } } }
system Whole { one: Part with (a(by = 2), b), c { size = super * 10 } }
environment prod = Whole
environment part = Part with (a(by = 5), (b, { web { limits.cpu = 2 } })), { web { replicas = super + 1 } }
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
{ "one.web": { "replicas": 30, "env": { "B": "b", "C": "c" } } }
// --- expect: part
{ "web": { "replicas": 7, "env": { "B": "b" }, "limits": { "cpu": 2, "mem": 4 } } }
