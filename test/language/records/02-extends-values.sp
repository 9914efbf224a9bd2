// rule: 4.29
type Base { name: String, port: Port = 80 }
type Web extends Base { path: String = "/${name}", port: Int = 8080 }
system Site {
  param web: Web = { name = "x" }
  output web2 = web
}
environment dev = Site
// --- expect
{ "outputs": { "web2": { "name": "x", "port": 8080, "path": "/x" } } }
