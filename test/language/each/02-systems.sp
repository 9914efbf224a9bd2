// `each System` amends every instance of a system; the one that the overlay is on counts.
// rule: 6.16
import std.service { Service }
system Inner { param size: Int = 1, web: Service { name = "web", replicas = size } }
system Outer { a: Inner { }, b: Inner for k in ["x"] { } }
overlay bigger on Outer { each Inner where it.size < 3 { size = super + 1, web.level = "high" } }
overlay every on Inner { each Inner { size = 2 } }
overlay wrong on Outer {
  each Inner { sice = 2 }
//             ^^^^ error[SP2102]: `Inner` has no `sice`
  each Inner where it.web.replicas { size = 2 }
//                 ^^^^^^^^^^^^^^^ error[SP2101]: expected Bool, found Int
  each Service { each Inner { size = 2 } }
//                    ^^^^^ error[SP2008]: `Inner` is a system, and a record type is wanted here
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
