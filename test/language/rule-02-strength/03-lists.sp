// Rule 2 and 3: a plain list is one leaf, and so are `+=` and `-=` definitions of a whole list.
// rules: 6.3, 6.11
system Shop {
  a: Service { name = "a", args = ["1"] }
  b: Service { name = "b", default args = ["1"] }
  c: Service { name = "c", args = ["1"] }
}
overlay x on Shop { a { final args += ["2"] }, b { args += ["2"] }, c { default args = ["9"] } }
overlay y on Shop { a { default args = ["9"] }, b { default args += ["3"] }, c { args += ["3"] } }
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
{ "a": { "args": ["1", "2"] }, "b": { "args": ["1", "2"] }, "c": { "args": ["1", "3"] } }
