// Rule 5: below means the stack cut off below this overlay, with everything that those definitions mention final. The example of the
// design: `zones = 2; replicas = zones`, under `zones = 5; replicas = super * 3`, gives 15.
// rule: 6.15
system Shop { param zones: Int = 2, web: Service { name = "web", replicas = zones } }
overlay x on Shop { zones = 5, web { replicas = super * 3 } }
overlay y on Shop { zones = super + 1 }
environment one = Shop with x
environment two = Shop with x, y
environment three = Shop with y, x
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
{ "web": { "replicas": 15 } }
// --- expect: two
{ "web": { "replicas": 18 } }
// --- expect: three
{ "web": { "replicas": 15 } }
