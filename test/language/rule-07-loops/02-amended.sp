// Rule 7: amendments per key apply above the loop's definition, and its variable goes on meaning the element.
// rule: 6.21
type Person { login: String, level: Int = 1 }
system Shop {
  param people: [Person by login] = { ada = {}, bob = {} }
  keys: Service for p in people { name = "key-${p.login}", replicas = p.level, env = { LEVEL = "${p.level}" } }
}
overlay x on Shop { keys { ada { replicas = super + 10, env { LEVEL = super + "!" } } }, people { ada { level = 4 }, bob { level = 2 } } }
overlay y on Shop { keys { each Service { replicas = super * 2 }, bob { level = "high" } } }
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
{ "keys.ada": { "replicas": 28, "env": { "LEVEL": "4!" } }, "keys.bob": { "replicas": 4, "level": "high", "env": { "LEVEL": "2" } } }
