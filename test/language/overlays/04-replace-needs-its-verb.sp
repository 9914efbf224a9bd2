// rule: 6.8
// A bare `=` does not replace a container that has something below; the type's default is nothing.
import std.service { Service }
system Shop {
  web: Service { name = "web", env = { A = "1" } }
  idle: Service { name = "idle" }
}
overlay production on Shop {
  web { env = { B = "2" } }
//      ^^^ error[SP2201]: `env` already has a value, and a bare `=` does not replace it
  idle { env = { C = "3" } }
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
