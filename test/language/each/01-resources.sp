// `each Kind` sets fields of every resource of the kind at or below; the block is one of that kind, and so is `it`.
// rule: 6.16
import std.service { Service, Database }
system Inner { web: Service { name = "web" } }
system Shop {
  param tier: "low" | "high" = "low"
  shops: Inner for name in ["a", "b"] { web { name = name } }
  db: Database { name = "db" }
  jobs: Service for name in ["x", "y"] { name = name }
}
overlay hardened on Shop {
  let level = "high"
  each Service where it.replicas > 1 and it.name.startsWith("web") {
    level    = level
    replicas = super * 2
    env { NAME = it.name, TIER = tier }
    final ports.http = { port = 80 }
    @protect
    each Port where it.tls { port = it.port + 1 }
//       ^^^^ error[SP2008]: `Port` is no record, and a record type is wanted here
  }
  jobs { each Service { level = "high" } }
  shops.a { each Service { level = "low" } }
}
overlay wrong on Shop {
  each Service where it.replicas { level = "middle" }
//                   ^^^^^^^^^^^ error[SP2101]: expected Bool, found Int
//                                         ^^^^^^^^ error[SP2101]: expected "low" | "high", found "middle"
  each Service { leve = "high", ports { each Port { prot = 1 } } }
//               ^^^^ error[SP2102]: `Service` has no `leve`
//                                           ^^^^ error[SP2008]: `Port` is no record, and a record type is wanted here
  each Database where it.name == "x" { replicas = 2 }
//                                     ^^^^^^^^ error[SP2102]: `Database` has no `replicas`
  each Service where it.url == "x" { level = "high" }
//                   ^^^^^^ error[SP3003]: `it.url` is known only after apply, and a value in `==` must be known before
}
environment prod = Shop with { each Service { env.A = "1" } }
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
