system Site {
  let host = "localhost"
  output url = "http://localhost:8080"
}

environment dev = Site
