// rule: 6.14
// A new map key one edit away from an existing one is a warning; `remove` is a name where `=` follows.
import std.service { Service }
system Shop { web: Service { name = "web", env = { DEBUG = "1" } } }
overlay x on Shop {
  web { env { DEBUGG = "2", remove = "3" } }
//            ^^^^^^ warning[SP2205]: the new key `DEBUGG` is nearly the existing `DEBUG`
}
environment prod = Shop with x
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
// --- expect
{ "web": { "env": { "DEBUG": "1", "DEBUGG": "2", "remove": "3" } } }
