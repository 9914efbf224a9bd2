// In the block of a resource and of a field, `each Type` amends the records below: in fields, maps and keyed lists.
// rule: 6.16
import std.service { Service, Port, Probe, Pair }
system Shop {
  web: Service { name = "web", ports = { http = { port = 80 } }, each Port { tls = true } }
}
overlay secure on Shop {
  web.ports { each Port where it.port != 80 { tls = true } }
  web { each Port { tls = true, port = super + 1 }, each Probe { within = 1s }, each Pair { first = 2 } }
}
overlay wrong on Shop {
  web { each Database { name = "x" } }
//           ^^^^^^^^ error[SP2007]: there is no type, kind or system named `Database`
  web { each Service { level = "high" } }
//           ^^^^^^^ error[SP2008]: `Service` is a kind, and a record type is wanted here
  web.ports { each Probe { within = 1s } }
//                 ^^^^^ error[SP2207]: `each Probe` can match nothing: `[Port by name]` holds no such thing
  web { env { each Port { tls = true } } }
//                 ^^^^ error[SP2207]: `each Port` can match nothing: `{String: String}` holds no such thing
  each Port { tls = true }
//     ^^^^ error[SP2008]: `Port` is a type, and a kind or a system is wanted here
}
overlay valued on Shop {
  web { ports { https = { port = 443, each Port { tls = true } } } }
//                                    ^^^^^^^^^^^^^^^^^^^^^^^^ error[SP2114]: this cannot be declared so: `each` amends what is below, and nothing is below a new value
}
// --- file: std:service.sp
type Port { name: String, port: Int, tls: Bool = false }
type Probe { path: String, within: Duration = 5s }
type Pair<A> { first: A, second: A }
kind Service by service {
  @key name: String
  replicas: Int in 1..50 = 1
  env: {String: String} = {}
  ports: [Port by name] = {}
  probe: Probe?
  pair: Pair<Int>?
  probes: [Probe] = []
  level: "low" | "high" = "low"
  output url: String
}
kind Database by database { @key name: String }
