// Rule 3: a container may come from elsewhere, and is amended like one that is written there.
// rules: 6.6, 6.30
let common = { LANG = "C", TZ = "UTC" }
system Shop {
  param shared: {String: String} = common
  base: Service { name = "base", ports = { http = { port = 80 } }, env = shared }
  web: Service { name = "web", env = { ...base.env, OWN = "1" }, ports = base.ports }
}
overlay x on Shop { shared { TZ = "CET" }, base { ports.http.port = 81 }, web { env { LANG = "en" }, ports { http { tls = true }, admin = { port = 90 } } } }
overlay y on Shop { shared { remove LANG } }
environment one = Shop
environment two = Shop with x
environment three = Shop with x, y
type Port { name: String, port: Int, probe: Int = port + 1, tls: Bool = false }
type Limits { cpu: Int = 1, mem: Int = cpu * 2 }
kind Service by service {
  @key name: String
  replicas: Int in 1..100 = 1
  level: "low" | "high" = "low"
  note: String = "runs ${name}"
  tag: String?
  limits: Limits = {}
  extra: Limits?
  env: {String: String} = {}
  ports: [Port by name] = {}
  tables: {String: Limits} = {}
  args: [String] = []
}
// --- expect: one
{ "web": { "env": { "LANG": "C", "TZ": "UTC", "OWN": "1" }, "ports": [{ "name": "http", "port": 80, "probe": 81, "tls": false }] } }
// --- expect: two
{
  "base": { "env": { "LANG": "C", "TZ": "CET" } },
  "web": {
    "env": { "LANG": "en", "TZ": "CET", "OWN": "1" },
    "ports": [{ "name": "http", "port": 81, "probe": 82, "tls": true }, { "name": "admin", "port": 90, "probe": 91, "tls": false }]
  }
}
// --- expect: three
{ "base": { "env": { "TZ": "CET" } }, "web": { "env": { "TZ": "CET", "OWN": "1", "LANG": "en" } } }
