// rule: 6.17
// It sets fields: slots that it would add or remove are refused.
import std.service { Service }
system Inner { web: Service { name = "web", env = { A = "1" } } }
system Shop { inner: Inner { } }
overlay x on Shop {
  each Service { env { remove A }, remove level }
  each Inner {
    more: Service { name = "more" }
//  ^^^^ error[SP2208]: an `each` sets fields, and this one adds `more`
    remove web
//         ^^^ error[SP2208]: an `each` sets fields, and this one removes `web`
    moved "a" to web
//        ^^^ error[SP2208]: an `each` sets fields, and this one has a `moved` for `a`
  }
  each Service { replace env = { B = "2" }, env2.x = "1" }
//                                          ^^^^ error[SP2102]: `Service` has no `env2`
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
