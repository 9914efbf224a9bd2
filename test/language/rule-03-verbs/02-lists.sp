// Rule 3: a plain list is replaced and never merged by index; `+=` is `[...super, ...ys]`; `-=` takes away every equal element.
// rules: 6.7, 6.11
system Shop {
  param names: [String] = ["a", "b", "a"]
  web: Service { name = "web", args = ["a", "b"] }
  job: Service { name = "job" }
  output names2 = names
}
overlay replaces on Shop { names = ["z"], web { args = ["c"] }, job { args = ["j"] } }
overlay appends on Shop { names += ["c"], web { args += ["c", "d"] }, job { args += ["k"] } }
overlay takes on Shop { names -= ["a"], web { args -= ["c"] } }
environment one = Shop with replaces
environment two = Shop with appends
environment three = Shop with appends, takes
environment four = Shop with appends, takes, appends
environment five = Shop with appends, replaces
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
{ "web": { "args": ["c"] }, "job": { "args": ["j"] }, "outputs": { "names2": ["z"] } }
// --- expect: two
{ "web": { "args": ["a", "b", "c", "d"] }, "job": { "args": ["k"] }, "outputs": { "names2": ["a", "b", "a", "c"] } }
// --- expect: three
{ "web": { "args": ["a", "b", "d"] }, "outputs": { "names2": ["b", "c"] } }
// --- expect: four
{ "web": { "args": ["a", "b", "d", "c", "d"] }, "outputs": { "names2": ["b", "c", "c"] } }
// --- expect: five
{ "web": { "args": ["c"] }, "job": { "args": ["j"] } }
