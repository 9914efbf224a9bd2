system Site {
  param debug: Bool = false
  output level = if debug == true then "debug" else "info"
}

environment dev = Site
