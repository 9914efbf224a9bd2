system Site {
  param max_age: Int = 3600
  output header = "max-age=${max_age}"
}

environment dev = Site
