// rule: 6.32
// Overlays that do not exist, do not fit, or lack an argument.
import std.service { Service }
system Shop { web: Service { name = "web" } }
system Blog { web: Service { name = "blog" } }
overlay eu(region: String) on Shop { web { env { R = region } } }
overlay dark on Blog { web { level = "high" } }
environment a = Shop with ue(region = "x")
//                        ^^ error[SP2001]: nothing here is named `ue`
environment b = Shop with eu
//                        ^^ error[SP2106]: `eu` cannot be used so: its parameter `region` has no default
environment c = Shop with eu(regoin = "x", region = 1)
//                           ^^^^^^ error[SP2106]: `eu` cannot be used so: it has no parameter `regoin`
//                                                  ^ error[SP2101]: expected String, found 1
environment d = Shop with dark
//                        ^^^^ error[SP2203]: this overlay does not fit: `dark` is on `Blog`, and this is `Shop`
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
