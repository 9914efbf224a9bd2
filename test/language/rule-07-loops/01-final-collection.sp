// Rule 7: a loop is one definition at the body's level, expanded over the final collection, whatever overlay changed it.
// rule: 6.21
type Person { login: String, admin: Bool = false, level: Int = 1 }
system Shop {
  param people: [Person by login] = { ada = { admin = true }, bob = {}, eve = { admin = true, level = 3 } }
  param sizes: {String: Int} = { s = 1, m = 2 }
  param names: [String] = ["x", "y"]
  keys: Service for p in people if p.admin { name = "key-${p.login}", replicas = p.level }
  sized: Service for k, v in sizes { name = "size-${k}", replicas = v * 2 }
  jobs: Service for n in names { name = "job-${n}" }
  output keyed = keys.keys()
}
overlay x on Shop {
  people { bob { admin = true, level = 7 }, remove eve, zoe = { admin = true } }
  sizes { m = super + 10, l = 4, remove s }
  names += ["z"]
}
overlay y on Shop { names -= ["x"], people { ada { admin = false } } }
environment none = Shop
environment one = Shop with x
environment two = Shop with x, y
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
// --- expect: none
{ "keys.ada": { "replicas": 1 }, "keys.eve": { "replicas": 3 }, "absent": ["keys.bob"], "sized.s": { "replicas": 2 }, "jobs.x": {}, "jobs.y": {}, "outputs": { "keyed": ["ada", "eve"] } }
// --- expect: one
{
  "keys.ada": { "replicas": 1 }, "keys.bob": { "replicas": 7 }, "keys.zoe": { "replicas": 1 }, "absent": ["keys.eve", "sized.s"],
  "sized.m": { "replicas": 24 }, "sized.l": { "replicas": 8 }, "jobs.z": {}, "outputs": { "keyed": ["ada", "bob", "zoe"] }
}
// --- expect: two
{ "keys.bob": {}, "absent": ["keys.ada", "jobs.x"], "jobs.y": {}, "jobs.z": {} }
