// rule: 3.6
// Parameters and variables hide nothing but the prelude.
let port = 80
fn f(port: Int): Int = port
//   ^^^^ error[SP2009]: `port` would hide another `port`
fn g(n: Int): [Int] = [n for n in [n]]
//                           ^ error[SP2009]: `n` would hide another `n`
fn h(json: String): String = json
system Site {
  param name: String = "x"
  output a = ["b"].map(name => name.upper())
//                     ^^^^ error[SP2009]: `name` would hide another `name`
  output b = [1, 2].map(x => [3].map(x => x))
//                                   ^ error[SP2009]: `x` would hide another `x`
}
overlay o(name: String) on Site { name = "y" }
//        ^^^^ error[SP2009]: `name` would hide another `name`
