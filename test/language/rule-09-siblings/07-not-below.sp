// Rules 4 and 9: what a sibling adds is not below the other, so it cannot be amended there.
// rules: 6.13, 6.26
// environment: prod
type Port { name: String, port: Int, tls: Bool = false }
kind Service by service { @key name: String, ports: [Port by name] = {} }
system Shop { web: Service { name = "web" } }
overlay a on Shop { web { ports { admin = { port = 90 } } } }
overlay b on Shop { web { ports { admin { tls = true } } } }
//                                ^^^^^ error[SP2108]: nothing to amend: `web.ports` has nothing named `admin`
environment prod = Shop with (a, b)
environment fine = Shop with a, b
// --- expect: fine
{ "web": { "ports": [{ "name": "admin", "port": 90, "tls": true }] } }
