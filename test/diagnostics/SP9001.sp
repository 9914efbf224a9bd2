system Site {
  param port: Int = 80
}
test "ports" { expect 1 < 2 }
environment dev = Site
