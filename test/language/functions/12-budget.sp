// rule: 1.2
// Functions that call functions twice each would take time without end: the budget says so.
fn f0(n: Int): Int = n
fn f1(n: Int): Int = f0(n) + f0(n + 1)
fn f2(n: Int): Int = [f1(f1(x)) for x in 1..2000].sum()
//                    ^^ error[SP3009]: this package needs more than 1000000 steps
fn f3(n: Int): Int = [f2(f2(x)) for x in 1..2000].sum()
system Site { output big = f3(1) }
environment dev = Site
