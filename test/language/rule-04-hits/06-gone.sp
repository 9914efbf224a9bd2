// Rule 4: what is removed as a whole has nothing inside to amend.
// rule: 6.13
// environment: bad
system Shop {
  web: Service { name = "web", extra = { cpu = 1 } }
  spare: Service { name = "spare", replicas = 2 }
}
overlay less on Shop { remove spare, web { remove extra } }
overlay amends on Shop { spare { replicas = 3 }, web { extra { cpu = 2 } } }
//                       ^^^^^ error[SP2108]: nothing to amend: `Shop` has nothing named `spare`
//                                                     ^^^^^ error[SP2108]: nothing to amend: `web` has nothing named `extra`
environment bad = Shop with less, amends
environment good = Shop with amends, less
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
// --- expect: good
{ "web": { "extra": null }, "absent": ["spare"] }
