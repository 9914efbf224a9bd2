// Rule 4: what amends must hit something: an entry that is there, a record that is there.
// rule: 6.13
system Shop {
  web: Service { name = "web", ports = { http = { port = 80 } }, tables = { a = {} } }
}
overlay bad on Shop {
  web {
    ports { htpt { port = 1 } }
//          ^^^^ error[SP2108]: nothing to amend: `web.ports` has nothing named `htpt`
    tables.b { cpu = 1 }
//         ^ error[SP2108]: nothing to amend: `web.tables` has nothing named `b`
    extra { cpu = 2 }
//  ^^^^^ error[SP2108]: nothing to amend: `web` has nothing named `extra`
  }
}
environment prod = Shop with bad
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
