fn f(a: Int, b: Int = a, c: Int = 1, _d: Int = 2): Int = b
//                       ^ SP7002: nothing in `f` reads its parameter `c`
system Site { output x = f(1) }
