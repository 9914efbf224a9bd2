// Rule 3 and 4: `-=` must hit, by what the list is below.
// rule: 6.11
// environment: bad
system Shop { web: Service { name = "web", args = ["a", "b"] } }
overlay adds on Shop { web { args += ["c"] } }
overlay takes on Shop { web { args -= ["c"] } }
//                                     ^^^ error[SP2107]: nothing to remove: `web.args` has no element named `"c"`
environment good = Shop with adds, takes
environment bad = Shop with takes, adds
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
{ "web": { "args": ["a", "b"] } }
