// Rule 2 and 5: what is below is what wins there: a `default` above a normal definition changes no `super`.
// rules: 6.3, 6.15
system Shop {
  a: Service { name = "a", replicas = 2 }
  b: Service { name = "b", default replicas = 2 }
  c: Service { name = "c", final replicas = 2 }
}
overlay x on Shop { a { default replicas = 50 }, b { default replicas = super + 1 }, c { default replicas = super * 50 } }
overlay y on Shop { a { replicas = super * 10 }, b { replicas = super * 10 }, c { final replicas = super + 5 } }
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
{ "a": { "replicas": 20 }, "b": { "replicas": 30 }, "c": { "replicas": 7 } }
