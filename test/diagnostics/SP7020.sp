system Site {
  param who: String = "world"
  output name = "${who}"
}

environment dev = Site
