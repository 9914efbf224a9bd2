// rule: 5.5
// An output is what may be read from outside; its type may be given.
system Inner { param n: Int = 1, output n2: Int = n * 2, output text: String = "${n}", output list = [n] }
system Site {
  inner: Inner
  output a = inner.n2 + inner.list[0]
  output b = inner.text.upper()
  output c: String of 1..3 = inner.text
}
environment dev = Site
// --- expect
{"outputs":{"a":3,"b":"1","c":"1"}}
