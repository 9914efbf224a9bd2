system Site {
  param port: Int = 80
}
policy "ports" { require 1 < 2 else "no" }
environment dev = Site
