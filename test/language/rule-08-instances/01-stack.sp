// Rule 8: inner body, its `with`, the outer block, outer overlays: each sees what is below it.
// rule: 6.22
system Part { param size: Int = 1, web: Service { name = "part", replicas = size, args = ["body"] } }
overlay a on Part { size = super + 1, web { args += ["a"] } }
overlay b on Part { size = super * 10, web { args += ["b"] } }
system Whole { one: Part with a, b { size = super + 3, web { args += ["block"] } } }
overlay x on Whole { one { size = super * 2, web { args += ["x"] } } }
overlay y on Whole { one { web { args += ["y"], replicas = super + 1 } } }
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
{ "one.web": { "replicas": 23, "args": ["body", "a", "b", "block"] } }
// --- expect: prod
{ "one.web": { "replicas": 47, "args": ["body", "a", "b", "block", "x", "y"] } }
