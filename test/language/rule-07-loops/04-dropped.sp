// Rule 7: amending a key that is not in the collection names who dropped it.
// rule: 6.21
// environment: bad
type Person { login: String, level: Int = 1 }
system Shop {
  param people: [Person by login] = { ada = {}, bob = {} }
  keys: Service for p in people { name = "key-${p.login}" }
}
overlay amends on Shop { keys { bob { replicas = 2 } } }
//                              ^^^ error[SP2108]: nothing to amend: `keys` has nothing named `bob`
overlay fewer on Shop { people { remove bob } }
environment good = Shop with amends
environment bad = Shop with amends, fewer
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
// --- expect: good
{ "keys.bob": { "replicas": 2 } }
