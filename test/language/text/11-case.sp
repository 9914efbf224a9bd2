// rule: 2.5
// The first letter says what a name is.
type person { name: String }
//   ^^^^^^ error[SP1201]: expected a type name, found `person`
system site { }
//     ^^^^ error[SP1201]: expected a type name, found `site`
let Port2 = 80
//  ^^^^^ error[SP1201]: expected a name, found `Port2`
type _Hidden { a: Int }
system Site { Web: Int = 1 }
//            ^^^ error[SP1201]: expected `param`, `let`, `output`, a slot (`name: Kind { }`) or `}`, found `Web`
fn Twice(n: Int): Int = n
// ^^^^^ error[SP1201]: expected a name, found `Twice`
environment Prod = Site
//          ^^^^ error[SP1201]: expected a name, found `Prod`
