// Rule 2: a leaf takes the last definition of the highest strength present: default, normal, final.
// rule: 6.3
system Shop {
  a: Service { name = "a", default replicas = 2 }
  b: Service { name = "b", replicas = 2 }
  c: Service { name = "c", final replicas = 2 }
  d: Service { name = "d", default replicas = 2 }
}
overlay defaults on Shop { a { default replicas = 3 }, b { default replicas = 3 }, c { default replicas = 3 } }
overlay normals on Shop { a { replicas = 4 }, b { replicas = 4 }, d { default replicas = 9 } }
overlay finals on Shop { a { final replicas = 5 }, b { final replicas = 5 }, c { final replicas = 5 } }
environment one = Shop with defaults
environment two = Shop with defaults, normals
environment three = Shop with normals, defaults
environment four = Shop with finals, defaults
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
{ "a": { "replicas": 3 }, "b": { "replicas": 2 }, "c": { "replicas": 2 }, "d": { "replicas": 2 } }
// --- expect: two
{ "a": { "replicas": 4 }, "b": { "replicas": 4 }, "c": { "replicas": 2 }, "d": { "replicas": 9 } }
// --- expect: three
{ "a": { "replicas": 4 }, "b": { "replicas": 4 }, "c": { "replicas": 2 } }
// --- expect: four
{ "a": { "replicas": 5 }, "b": { "replicas": 5 }, "c": { "replicas": 5 } }
