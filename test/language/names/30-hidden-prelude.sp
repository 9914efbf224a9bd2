// rule: 3.6
// The names of the prelude may be hidden, by anything.
let json = "a text"
fn trim(n: Int): Int = n
system Site {
  param yaml: Int = 1
  output a = "${json} ${yaml} ${trim(2)}"
}
environment dev = Site
// --- expect
{"outputs":{"a":"a text 1 2"}}
