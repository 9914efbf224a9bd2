system Site {
  param low: Int = 1
  param high: Int = 2
  output ok = low <= low and high > 0
}
environment dev = Site
