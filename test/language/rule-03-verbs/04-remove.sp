// Rule 3: `remove` ends the stack of a field (back to the type's default, else absent), of an entry, of a resource.
// rule: 6.12
system Shop {
  web: Service {
    name = "web", replicas = 5, tag = "t", limits = { cpu = 9 }, extra = { cpu = 1 }
    env = { A = "1", B = "1" }, ports = { http = { port = 80, probe = 3 }, admin = { port = 90 } }, args = ["a"]
  }
  spare: Service { name = "spare" }
  jobs: Service for n in ["x", "y"] { name = n }
}
overlay less on Shop {
  web { remove replicas, remove tag, remove limits, remove extra, env { remove A }, ports { remove admin, http { remove probe } }, remove args }
  remove spare
  jobs { remove x }
}
overlay again on Shop {
  web { tag = "new", extra = { mem = 5 }, env { A = "2" }, ports { admin = { port = 91 } }, args += ["b"], limits.mem = 8 }
}
environment one = Shop with less
environment two = Shop with less, again
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
{
  "web": {
    "replicas": 1, "tag": null, "limits": { "cpu": 1, "mem": 2 }, "extra": null, "env": { "B": "1" }, "args": [],
    "ports": [{ "name": "http", "port": 80, "probe": 81, "tls": false }]
  },
  "absent": ["spare", "jobs.x"], "jobs.y": { "name": "y" }
}
// --- expect: two
{ "web": {
  "tag": "new", "limits": { "cpu": 1, "mem": 8 }, "extra": { "cpu": 1, "mem": 5 }, "env": { "A": "2", "B": "1" }, "args": ["b"],
  "ports": [{ "name": "http", "port": 80, "probe": 81, "tls": false }, { "name": "admin", "port": 91, "probe": 92, "tls": false }]
} }
