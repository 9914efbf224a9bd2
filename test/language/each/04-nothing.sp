// A kind that cannot occur is an error; what could not be read may have held it.
// rule: 6.18
import std.service { Service, Database }
system Shop { web: Service { name = "web" } }
system Empty { param x: Int = 1 }
overlay a on Shop { each Database { name = "x" } }
//                       ^^^^^^^^ error[SP2207]: `each Database` can match nothing: `Shop` holds no such thing
overlay b on Empty { each Service { level = "low" } }
//                        ^^^^^^^ error[SP2207]: `each Service` can match nothing: `Empty` holds no such thing
overlay c on Shop { each Servcie { level = "low" } }
//                       ^^^^^^^ error[SP2007]: there is no type, kind or system named `Servcie`
overlay d on Shop { web { each Probes { } } }
//                             ^^^^^^ error[SP2007]: there is no type, kind or system named `Probes`
overlay e { each Database { name = "x" } }
environment prod = Shop with { each Database { name = "x" } }, e
//                                  ^^^^^^^^ error[SP2207]: `each Database` can match nothing: `Shop` holds no such thing
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
