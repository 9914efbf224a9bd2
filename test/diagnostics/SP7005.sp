system Site {
  param port: Port = 80
  output url = "http://localhost:${port}"
}

overlay production on Site { port = 80 }

environment prod = Site with production
