// rules: 8.12, 1.5
// A body is checked once, against the result's type, used or not.
fn name(a: Int): String = a
//                        ^ error[SP2101]: expected String, found Int
fn sum(a: Int, b: Int): Int = a + c
//                                ^ error[SP2001]: nothing here is named `c`
fn limited(a: Int): Port = a
fn refined(): Port = 70000
//                   ^^^^^ error[SP2110]: 70000 is no Port: it must be in 1..65535
fn generic<T>(a: T): T = a + 1
//                         ^ error[SP2104]: `+` does not go between T and 1
fn twice<T, T>(a: T): T = a
//          ^ error[SP2002]: `T` is declared twice
fn param(a: Int, a: Int): Int = a
//               ^ error[SP2002]: `a` is declared twice
fn native(a: Int): Int
// ^^^^^^ error[SP2114]: this cannot be declared so: only the standard library's functions are computed by the compiler itself
fn late(a: Int = b, b: Int = a): Int = a
//               ^ error[SP2001]: nothing here is named `b`
