// rule: 4.34
// An overlay amends the member that it is.
type Http { type: "http", path: String = "/", port: Port = 80 }
type Tcp { type: "tcp", number: Port }
system Site {
  param probe: Http | Tcp = Http { path = "/x" }
  output written = probe
}
overlay other on Site { probe { port = 8080 } }
environment dev = Site with other
// --- expect
{ "outputs": { "written": { "type": "http", "path": "/x", "port": 8080 } } }
