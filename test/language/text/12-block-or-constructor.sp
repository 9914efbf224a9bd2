// rule: 2.6
// `name {` amends and `Name {` makes.
type Point { x: Int, y: Int = 0 }
system Site {
  param a: Point = Point { x = 1 }
  param b: Point = point { x = 1 }
//                       ^ error[SP1201]: expected a new line, `,` or `}`, found `{`
  output c = Point { x = 2 }.x
}
overlay o on Site { a { y = 5 } }
