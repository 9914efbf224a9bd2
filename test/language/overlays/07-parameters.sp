// rules: 6.29, 6.15
// An overlay takes parameters and has its own `let`s; `super` sees final values of what it mentions.
import std.service { Service }
system Shop {
  param zones: Int = 2
  web: Service { name = "web", replicas = zones }
}
overlay production on Shop { zones = 5, web { replicas = super * 3 } }
overlay regional(region: String, suffix: String = "-${region}") on Shop {
  let name = "web${suffix}"
  web { name = name, env { REGION = region } }
}
environment prod = Shop with production, regional(region = "eu")
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
{ "web": { "replicas": 15, "name": "web-eu", "env": { "REGION": "eu" } } }
