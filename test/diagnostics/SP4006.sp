// environment: edge
system Site {
  param port: Port
  param peer: String = "none"
  output at = "http://127.0.0.1:${port}"
}
overlay knows(other: String) on Site { peer = other, port = 80 }
environment hub = Site
environment edge = Site with knows(hub.at)
