// rules: 8.13, 1.1
// No function needs itself, even through others; the loop is printed whole, whether anybody calls it or not.
fn fact(n: Int): Int = if n < 2 then 1 else n * fact(n - 1)
//                                                  ^^^^^^^ error[SP3001]: `fact` needs itself: fact → fact
fn even(n: Int): Bool = if n == 0 then true else odd(n - 1)
//                                                  ^^^^^^^ error[SP3001]: `even` needs itself: even → odd → even
fn odd(n: Int): Bool = if n == 0 then false else even(n - 1)
fn each(xs: [Int]): [Int] = xs.map(each2)
//                                 ^^^^^ error[SP3001]: `each` needs itself: each → each2 → each
fn each2(x: Int): Int = each([x]).length()
fn fine(n: Int): Int = n + 1
