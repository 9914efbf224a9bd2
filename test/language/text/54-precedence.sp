// rule: 2.35
// From loose to tight: `??`, `or`, `and`, `not`, comparisons, `..`, `+ -`, `* /`, the sign.
system Site {
  param none: Bool?
  param n: Int?
  output a = none ?? true or false
  output b = true or false and false
  output c = not false and false
  output d = not 1 == 2
  output e = 1 + 2 * 3 - 4 / 2
  output f = -2 * 3 + -1
  output g = 1 + 1..2 + 2
  output h = 2 < 1 + 2 and 3 >= 3
  output i = n ?? 1 + 2
  output j = 8 / 4 / 2
  output k = -2.abs()
}
environment dev = Site
// --- expect
{"outputs":{"a":true,"b":true,"c":false,"d":true,"e":5,"f":-7,"g":[2,3,4],"h":true,"i":3,"j":1,"k":-2}}
