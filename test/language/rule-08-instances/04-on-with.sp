// Rule 8: `on` takes any system expression: what it names must be below, and is listed once.
// rules: 6.23, 6.33
system Shop { web: Service { name = "web" } }
overlay production on Shop { web { replicas = super + 4 }, cache: Service { name = "cache" } }
overlay smaller on Shop with production { web { replicas = super - 3 }, cache { level = "high" } }
environment prod = Shop with production
environment staging = prod with smaller
system Street { one: Shop with production, smaller { web { name = "one" }, cache { name = "one-cache" } } }
environment street = Street
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
{ "web": { "replicas": 5 }, "cache": { "level": "low" } }
// --- expect: staging
{ "web": { "replicas": 2 }, "cache": { "level": "high" } }
// --- expect: street
{ "one.web": { "replicas": 2 }, "one.cache": { "level": "high" } }
