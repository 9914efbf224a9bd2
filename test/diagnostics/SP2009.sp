let port = 8080
system Site {
  param ports: [Port] = [80, 443]
  output urls = ["http://localhost:${port}" for port in ports]
}
