// Rule 4: what removes must hit something, and can do so once.
// rules: 6.12, 6.13
// environment: twice
system Shop {
  web: Service { name = "web", tag = "t", env = { A = "1" }, ports = { http = { port = 80 } } }
  spare: Service { name = "spare" }
}
overlay less on Shop { web { env { remove A }, ports { remove http }, remove tag }, remove spare }
overlay more on Shop {
  web {
    env { remove A }
//               ^ error[SP2107]: nothing to remove: `web.env` has no entry named `A`
    ports { remove http }
//                 ^^^^ error[SP2107]: nothing to remove: `web.ports` has no entry named `http`
    remove tag
//         ^^^ error[SP2107]: nothing to remove: `web` has no value named `tag`
  }
  remove spare
//       ^^^^^ error[SP2107]: nothing to remove: `Shop` has no slot named `spare`
}
environment once = Shop with less
environment twice = Shop with less, more
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
// --- expect: once
{ "web": { "env": {}, "ports": [], "tag": null }, "absent": ["spare"] }
