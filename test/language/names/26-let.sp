// rule: 3.7
// A `let` follows what it is computed from.
system Site {
  param port: Port = 80
  let url = "http://localhost:${port}"
  output seen = url
}
overlay other on Site { port = 8080 }
environment dev = Site with other
// --- expect
{"outputs":{"seen":"http://localhost:8080"}}
