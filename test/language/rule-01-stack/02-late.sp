// Rule 1: definitions refer to slots and not to values: what is derived follows every overlay, through lets, params, defaults,
// interpolations, records and other systems.
// rule: 6.30
system Inner { param at: Int = 1, let twice = at * 2, web: Service { name = "inner", replicas = twice } }
system Shop {
  param base: Int = 1
  let sum = base + web.limits.cpu
  web: Service { name = "web", replicas = base, ports = { http = { port = base + 80 } } }
  inner: Inner { at = sum }
  log: Service { name = "log", note = "${web.name} ${web.limits.mem} ${inner.web.replicas}", args = ["${web.ports.http.probe}"] }
  output all = { sum, probe = web.ports.http.probe, mem = web.limits.mem }
}
overlay more on Shop { base = 3, web { limits.cpu = 4 } }
environment dev = Shop
environment prod = Shop with more
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
// --- expect: dev
{
  "web": { "replicas": 1, "ports": [{ "name": "http", "port": 81, "probe": 82, "tls": false }], "limits": { "cpu": 1, "mem": 2 } },
  "inner.web": { "replicas": 4 },
  "log": { "note": "web 2 4", "args": ["82"] },
  "outputs": { "all": { "sum": 2, "probe": 82, "mem": 2 } }
}
// --- expect: prod
{
  "web": { "replicas": 3, "ports": [{ "name": "http", "port": 83, "probe": 84, "tls": false }], "limits": { "cpu": 4, "mem": 8 } },
  "inner.web": { "replicas": 14 },
  "log": { "note": "web 8 14", "args": ["84"] },
  "outputs": { "all": { "sum": 7, "probe": 84, "mem": 8 } }
}
