// What goes over a map follows when an entry is taken out of it, also where it reads a part of each entry; who names the
// entries that are left does not.
kind Service by service { @key name: String, ports: [Port by name] = {}, list: [String] = [] }
type Port { name: String, port: Int, tls: Bool = false }
system S {
  param ports: [Port by name] = { http = { port = 80 }, debug = { port = 60 }, metrics = { port = 90 } }
  param env: {String: String} = { A = "1", B = "2" }
  param untouched: [Port by name] = { ssh = { port = 22 } }
  parts: Service { name = "parts", list = ["${p.port}" for p in ports] }
  some: Service { name = "some", list = [p.name for p in ports if p.port > 70] }
  mapped: Service { name = "mapped", list = ports.map(p => p.name).values() }
  called: Service { name = "called", list = names(ports) }
  computed: Service { name = "computed", ports = { [p.name] = { port = p.port + 1 } for p in ports } }
  named: Service { name = "named", list = ["${ports.http.port}", "${ports.metrics.port}"] }
  one: Service { name = "one", list = ["${ports.http.port + n}" for n in [1, 2]] }
  others: Service { name = "others", list = ["${p.port}" for p in untouched] }
  keys: Service { name = "keys", list = [k for k, v in env] }
}
fn names(ports: [Port by name]): [String] = [p.name for p in ports]
overlay slim on S { ports { remove debug }, env { remove B } }
environment prod = S with slim
// explain: prod
