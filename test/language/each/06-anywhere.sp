// An overlay without `on` fits any system, and holds `each`, lets and parameters only.
// rule: 6.25
import std.service { Service }
system Shop { web: Service { name = "web" } }
overlay hardened(level: "low" | "high" = "high") {
  let env = { LEVEL = level }
  each Service { level = level, env { ...env } }
  each Shop { web.level = level }
}
overlay wrong {
  web { level = "high" }
//^^^ error[SP2203]: this overlay does not fit: without `on` it fits any system, so it holds `each` and nothing else
  release = "2"
//^^^^^^^ error[SP2203]: this overlay does not fit: without `on` it fits any system, so it holds `each` and nothing else
  @protect
//^^^^^^^^ error[SP2203]: this overlay does not fit: without `on` it fits any system, so it holds `each` and nothing else
  each Service { level = web.level }
//                       ^^^ error[SP2001]: nothing here is named `web`
}
environment prod = Shop with hardened, hardened(level = "low")
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
