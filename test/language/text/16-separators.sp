// rule: 2.9
// New lines and commas separate, together or alone, and one may stand at the end.
system Site { param a: Int = 1, param b: Int = 2
  param c: Int = 3,
  output list = [a, b
    c,
    4,
  ]
  output map = { x = a, y = b
    z = c }
}
environment dev = Site
// --- expect
{"outputs":{"list":[1,2,3,4],"map":{"x":1,"y":2,"z":3}}}
