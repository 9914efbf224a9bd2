// rule: 6.28
// An overlay is checked against the system's types even where no environment lists it.
import std.service { Service }
system Shop {
  param domain: Hostname = "shop.localhost"
  let where = domain
  web: Service { name = where }
}
overlay unused on Shop {
  domian = "x"
//^^^^^^ error[SP2102]: `Shop` has no `domian`
  where = "y"
//^^^^^ error[SP2202]: `where` is a `let`, which is recomputed and never amended
  remove nothing
//       ^^^^^^^ error[SP2107]: nothing to remove: `Shop` has no slot named `nothing`
  web {
    replicas = "three"
//             ^^^^^^^ error[SP2101]: expected Int, found "three"
    replcas = 3
//  ^^^^^^^ error[SP2102]: `Service` has no `replcas`
    url = "http://x"
//  ^^^ error[SP2202]: `url` is an output, known only after apply
    level = "medium"
//          ^^^^^^^^ error[SP2101]: expected "low" | "high", found "medium"
  }
}
environment dev = Shop
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
