system Site {
  param port: Port = 8080
  output url = "http://localhost:${port}"
}

overlay production on Site { port = 80 }

environment prod = Site
