// rule: 6.2
// The order is that of the environment.
system Site { param n: Int = 0, output m = n }
overlay one on Site { n = 1 }
overlay two on Site { n = 2 }
environment dev = Site with two, one
// --- expect
{"outputs":{"m":1}}
