// rule: 4.27
// A default that reads a field beside it follows that field, whoever sets it.
type Service2 { port: Port = 80, probe: Port = port, url: String = "http://x:${probe}" }
system Site {
  param a: Service2 = {}
  param b: Service2 = { port = 81 }
  param c: Service2 = { probe = 9 }
  output all = [a, b, c]
}
overlay o on Site { a { port = 8080 } }
environment dev = Site with o
// --- expect
{"outputs":{"all":[{"port":8080,"probe":8080,"url":"http://x:8080"},{"port":81,"probe":81,"url":"http://x:81"},{"port":80,"probe":9,"url":"http://x:9"}]}}
