// rule: 5.2
// A parameter without a default is given by whoever makes an instance.
system Inner { param a: Int, param b: Int = a + 1, param c: Int?, output sum = b + (c ?? 0) }
system Site {
  one: Inner { a = 1 }
  two: Inner { a = 1, b = 5, c = 10 }
  output sums = [one.sum, two.sum]
}
environment dev = Site
// --- expect
{"outputs":{"sums":[2,15]}}
