// rule: 9.4
// `Deferred<T>` takes what is known as well, and is opaque.
system Site {
  param a: Deferred<Int> = 5
  param b: Deferred<String>
  output c = a + 1
//           ^ error[SP3003]: `a` is known only after apply, and a value in `+` must be known before
  output d = "${a}"
  output e = if b == "x" then 1 else 2
//              ^ error[SP3003]: `b` is known only after apply, and a value in `==` must be known before
  output f = match b { "x" => 1, _ => 2 }
//                 ^ error[SP3003]: `b` is known only after apply, and what `match` decides by must be known before
  output g = -a
//            ^ error[SP3003]: `a` is known only after apply, and a value in `-` must be known before
  param h: Deferred<Int> = "x"
//                         ^^^ error[SP2101]: expected Deferred<Int>, found "x"
}
