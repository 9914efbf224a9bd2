// rule: 7.7
system Inner { param x: Int, output y = x }
system Site { param a: Int, inner: Inner, output sum = a + inner.y }
overlay one on Site { a = 1 }
overlay two on Site { inner { x = 2 } }
environment dev = Site with one, two
// --- expect
{"outputs":{"sum":3}}
