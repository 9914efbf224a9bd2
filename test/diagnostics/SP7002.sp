system Site {
  param port: Port = 8080
  output url = "http://localhost:80"
}

environment dev = Site
