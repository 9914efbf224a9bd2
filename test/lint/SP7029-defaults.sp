fn f(a: Int = 1, b: Int): Int = a + b
//   ^ SP7029: `a` can be left out only by naming `b` behind it
fn g(a: Int, b: Int = 1): Int = a + b
system Site { output x = f(b = 1) + g(1) }
