// rule: 6.13
// What amends or removes must hit something.
import std.service { Service }
system Shop {
  web: Service { name = "web", ports = { http = { port = 80 }, debug = { port = 6060 } }, env = { DEBUG = "1" } }
}
overlay production on Shop {
  web {
    ports { remove debgu, htpt { port = 1 } }
//                 ^^^^^ error[SP2107]: nothing to remove: `web.ports` has no entry named `debgu`
//                        ^^^^ error[SP2108]: nothing to amend: `web.ports` has nothing named `htpt`
    env { remove LOG }
//               ^^^ error[SP2107]: nothing to remove: `web.env` has no entry named `LOG`
  }
}
environment prod = Shop with production
// --- file: std:service.sp
type PortEntry {
  name: String
  port: Port
  tls: Bool = false
  probe: Int = port
}
@holdsData
kind Service by service {
  @key name: String
  replicas: Int in 1..50 = 1
  env: {String: String} = {}
  ports: [PortEntry by name] = {}
  args: [String] = []
  level: "low" | "high" = "low"
  note: String = "runs ${name}"
  output url: String
}
