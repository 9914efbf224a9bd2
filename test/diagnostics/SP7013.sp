system Site {
  param port: Port = 8080
  output url = "http://localhost:${port}"
}

environment dev = Site
