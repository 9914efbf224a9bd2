system Site {
  param low:  Int = 5
  param high: Int = 3
  assert low <= high else "the range ends at ${high} and begins at ${low}"
}
environment dev = Site
