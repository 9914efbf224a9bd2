// Rule 6: it works in any block: of a keyed list, of a resource, of a slot with `for`, of an instance; inside another `each`.
// rule: 6.16
system Inner { web: Service { name = "in", ports = { http = { port = 80 }, https = { port = 443 } } } }
system Shop {
  web: Service { name = "web", ports = { http = { port = 80 }, https = { port = 443 } }, tables = { a = {}, b = { cpu = 5 } } }
  jobs: Service for n in ["x", "y"] { name = n }
  inner: Inner
  inners: Inner for k in ["p", "q"] { web { name = k } }
}
overlay x on Shop {
  web { ports { each Port where it.port > 100 { tls = true, probe = it.port + 5 } }, each Limits { mem = super + 1 } }
  jobs { each Service where it.name == "y" { level = "high" } }
  inner { each Service { replicas = 3 } }
  each Inner { web { tag = "inner" } }
}
overlay y { each Service where it.tag == "inner" { ports { each Port { port = super + 1 } } } }
environment prod = Shop with x, y
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
// --- expect: prod
{
  "web": {
    "ports": [{ "name": "http", "port": 80, "probe": 81, "tls": false }, { "name": "https", "port": 443, "probe": 448, "tls": true }],
    "tables": { "a": { "cpu": 1, "mem": 3 }, "b": { "cpu": 5, "mem": 11 } }, "limits": { "cpu": 1, "mem": 3 }
  },
  "jobs.x": { "level": "low" }, "jobs.y": { "level": "high" },
  "inner.web": { "replicas": 3, "tag": "inner", "ports": [{ "name": "http", "port": 81, "probe": 82, "tls": false }, { "name": "https", "port": 444, "probe": 445, "tls": false }] },
  "inners.p.web": { "replicas": 1, "tag": "inner" }
}
