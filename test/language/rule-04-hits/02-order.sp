// Rule 4: what must be hit is below: what a lower overlay adds can be amended, what it removes cannot, and what a higher one adds
// is not there yet.
// rule: 6.13
system Shop { web: Service { name = "web", ports = { http = { port = 80 } } } }
overlay adds on Shop { web { ports { admin = { port = 90 } }, extra = { cpu = 2 } } }
overlay amends on Shop { web { ports { admin { tls = true } }, extra { cpu = super + 1 } } }
//                                     ^^^^^ error[SP2108]: nothing to amend: `web.ports` has nothing named `admin`
//                                                             ^^^^^ error[SP2108]: nothing to amend: `web` has nothing named `extra`
environment good = Shop with adds, amends
environment bad = Shop with amends, adds
// environment: bad
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
{ "web": {
  "ports": [{ "name": "http", "port": 80, "probe": 81, "tls": false }, { "name": "admin", "port": 90, "probe": 91, "tls": true }],
  "extra": { "cpu": 3, "mem": 6 }
} }
