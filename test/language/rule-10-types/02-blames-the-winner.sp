// Rule 10: an error blames the definition that won, wherever the value came from.
// rule: 6.27
// environment: prod
system Shop { param n: Int = 40, web: Service { name = "web", replicas = n * 2 }, job: Service { name = "job", replicas = 5 } }
//                                                                       ^^^^^ error[SP2110]: 800 is no Int: it must be in 1..100
overlay more on Shop { n = 400, job { replicas = super * 100 } }
//                                               ^^^^^^^^^^^ error[SP2110]: 500 is no Int: it must be in 1..100
environment prod = Shop with more
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
