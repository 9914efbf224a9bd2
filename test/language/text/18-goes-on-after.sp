// rule: 2.11
// A line that ends in an operator, `=`, `,` or `=>` goes on.
fn twice(n: Int): Int =
  n *
    2
system Site {
  param on: Bool =
    true
  output a = 1 +
    2
  output b = on and
    not
    false
  output c = [1, 2].map(n =>
    n * 2)
  output d = twice(1) ==
    2
}
environment dev = Site
// --- expect
{"outputs":{"a":3,"b":true,"c":[2,4],"d":true}}
