system Site {
  param who: String = "world"
  output greeting = "Hello, " + who
}

environment dev = Site
