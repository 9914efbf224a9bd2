// Rule 2 and 3: `remove` ends the stack, so what stands above it need not be as strong as what was below.
// rules: 6.3, 6.12
system Shop {
  web: Service { name = "web", default tag = "a", env = { A = "1" } }
}
overlay x on Shop { web { remove tag, env { remove A } } }
overlay y on Shop { web { default tag = "b", env { default A = "2" } } }
environment less = Shop with x
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
// --- expect: less
{ "web": { "tag": null, "env": {} } }
// --- expect: prod
{ "web": { "tag": "b", "env": { "A": "2" } } }
