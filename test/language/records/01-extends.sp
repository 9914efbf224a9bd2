// rule: 4.29
// `extends` copies fields; one may be declared again, with another type or default.
type Base {
  name: String
  port: Port = 80
  assert port != 81 else "81 is taken"
}
type Web extends Base { path: String = "/${name}", port: Int in 1000..9000 = 8080 }
system Site {
  param web: Web = { name = "x" }
  param bad: Web = { port = 80 }
//                 ^ error[SP2105]: `Web` needs a `name`
//                          ^^ error[SP2110]: 80 is no Int: it must be in 1000..9000
  output port = web.port
}
