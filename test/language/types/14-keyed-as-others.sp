// rule: 4.22
// A keyed list is as good as a list or a map of its elements; neither of them is a keyed list.
type Port2 { name: String, port: Port }
fn count(list: [Port2]): Int = list.length()
fn names(map: {String: Port2}): [String] = map.keys()
system Site {
  param ports: [Port2 by name] = { http = { port = 80 }, ssh = { port = 22 } }
  param list: [Port2] = []
  output a = count(ports)
  output b = names(ports)
  output c = [p.port for p in ports]
}
environment dev = Site
// --- expect
{"outputs":{"a":2,"b":["http","ssh"],"c":[80,22]}}
