// rule: 2.16
// A block amends what is below: the value, and under that the default of its type.
type Inner { x: Int = 1, y: Int = 2 }
type Outer { inner: Inner = { x = 3 }, other: Inner = {} }
system Site {
  param o: Outer = { inner { y = 5 } }
  output all = o
}
overlay v on Site { o { other { y = 7 } } }
environment dev = Site with v
// --- expect
{"outputs":{"all":{"inner":{"x":3,"y":5},"other":{"x":1,"y":7}}}}
