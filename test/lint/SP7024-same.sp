fn f(a: Int, b: Int): Int = if a > b then a else a
//                                               ^ SP7024: both branches are the same
system Site {
  param a: Int = 1
  param b: Int = 1
  param on: Bool = true
  output c = a == a
//                ^ SP7024: both sides of `==` are the same
  output d = on and b > 1 and b > 1
//                            ^^^^^ SP7024: both sides of `and` are the same
  output e = a - a
//               ^ SP7024: both sides of `-` are the same
  output g = a + a
  output h = if on then a else b
  output i = f(a, b)
  output j = 2 / 2
}
