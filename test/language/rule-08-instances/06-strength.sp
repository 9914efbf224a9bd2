// Rule 2 and 8: strength goes through the stack of an instance as through any other.
// rules: 6.3, 6.22
system Part { param a: Int = 1, param b: Int = 1, param c: Int = 1, web: Service { name = "part", env = { ABC = "${a}${b}${c}" } } }
overlay fixed on Part { final a = 2, default b = 2, c = 2 }
system Whole { one: Part with fixed { default a = 3, default b = 3, default c = 3 } }
overlay x on Whole { one { final a = 4, default b = 4, c = 4 } }
overlay y on Whole { one { default a = 5, default b = 5, default c = 5 } }
environment none = Whole
environment prod = Whole with x, y
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
{ "one.web": { "env": { "ABC": "232" } } }
// --- expect: prod
{ "one.web": { "env": { "ABC": "454" } } }
