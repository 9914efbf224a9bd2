// Rule 5: `super` of a container is what it holds below, for a `replace` to keep a part of; inside of the new value, `super` is what
// the entry was below.
// rules: 6.9, 6.15
system Shop {
  web: Service { name = "web", env = { A = "1", B = "2" }, limits = { cpu = 3 } }
  idle: Service { name = "idle" }
}
overlay x on Shop {
  web { replace env = { ...super, B = "3", A = super + "!" }, replace limits = { ...super, mem = 1 } }
  idle { replace env = { ...super, A = "1" } }
}
overlay y on Shop { web { env { A = "9" } } }
environment one = Shop with x
environment two = Shop with y, x
environment three = Shop with x, y
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
{ "web": { "env": { "A": "1!", "B": "3" }, "limits": { "cpu": 3, "mem": 1 } }, "idle": { "env": { "A": "1" } } }
// --- expect: two
{ "web": { "env": { "A": "9!", "B": "3" } } }
// --- expect: three
{ "web": { "env": { "A": "9", "B": "3" } } }
