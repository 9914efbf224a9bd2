system Site { param n: Int = 1, output a = n }
overlay more on Site { n = super + 1 }
environment dev = Site with more, more
