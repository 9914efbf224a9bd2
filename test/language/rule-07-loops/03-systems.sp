// Rule 7 and 8: instances in a loop: their `with`, their block and what is said per key.
// rules: 5.30, 6.21
system Inner { param size: Int = 1, param word: String, web: Service { name = "in-${word}", replicas = size } }
overlay large(by: Int) on Inner { size = super + by }
system Shop {
  param sizes: {String: Int} = { a = 1, b = 2 }
  many: Inner with large(by = v) for k, v in sizes { word = k, size = super * 10 }
  output total = [m.size for m in many]
}
overlay x on Shop { many { a { size = super + 5, web { note = "x" } } }, sizes { c = 3 } }
environment one = Shop
environment two = Shop with x
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
{ "many.a.web": { "replicas": 20 }, "many.b.web": { "replicas": 30 }, "outputs": { "total": [20, 30] } }
// --- expect: two
{ "many.a.web": { "replicas": 25, "note": "x" }, "many.b.web": { "replicas": 30 }, "many.c.web": { "replicas": 40 }, "outputs": { "total": [25, 30, 40] } }
