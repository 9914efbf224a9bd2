// Rule 5 and the parameters and lets of overlays: a parameter's default sees the other parameters, a let all slots as they are in the end.
// rule: 6.29
system Shop { param zones: Int = 2, web: Service { name = "web", replicas = zones } }
overlay sized(by: Int, plus: Int = by + 2, word: String = "w${plus}") on Shop {
  let sum = by + plus + zones - 2
  web { replicas = super * sum, env { WORD = word } }
}
environment one = Shop with sized(by = 2)
environment two = Shop with sized(3, plus = 1), { zones = 4 }
environment three = Shop with sized(by = 1, plus = 1, word = "x"), sized(by = 1, plus = 2)
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
{ "web": { "replicas": 12, "env": { "WORD": "w4" } } }
// --- expect: two
{ "web": { "replicas": 24, "env": { "WORD": "w1" } } }
// --- expect: three
{ "web": { "replicas": 12, "env": { "WORD": "w2" } } }
