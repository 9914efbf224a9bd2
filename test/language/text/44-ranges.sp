// rule: 2.28
// Both ends belong to a range.
system Site {
  param n: Int in 1..3 = 3
  output a = 1..4
  output b = [x * 2 for x in 1..3]
  output c = 1 + 1..2 * 2
  output d = (3..3).length()
}
environment dev = Site
// --- expect
{"outputs":{"a":[1,2,3,4],"b":[2,4,6],"c":[2,3,4],"d":1}}
