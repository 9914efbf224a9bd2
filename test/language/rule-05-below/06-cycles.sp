// Rule 5: everything mentioned is final, so a definition above can close a loop through the one below it.
// rules: 6.15, 8.19
// environment: loop
system Shop {
  param a: Int = 1
  param b: Int = a
  output sum = b
}
overlay x on Shop { a = b + 1 }
//                      ^^^^^ error[SP3001]: `a` needs itself: a → b → a
overlay y on Shop { b = 5 }
environment loop = Shop with x
environment open = Shop with x, y
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
// --- expect: open
{ "outputs": { "sum": 5 } }
