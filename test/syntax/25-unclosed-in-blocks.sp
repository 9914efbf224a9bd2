// rule: 2.33
// What closes a bracket on the line stands in the text that is not closed: one mistake, and what follows is read.
let a = { path = "/srv }
//               ^ error[SP1102]: this string is not closed
let b = { list = [f("x, 1)] }
//                  ^ error[SP1102]: this string is not closed
let c = { path = "/srv/${x" }
//                     ^^ error[SP1102]: this `${` is not closed
let d = { path = /srv }
//               ^ error[SP1102]: this pattern is not closed
let e = { path = "/srv"
//      ^ error[SP1102]: this `{` is not closed
let f = { list = ["x, 1 }
//               ^ error[SP1102]: this `[` is not closed
//                ^ error[SP1102]: this string is not closed
let fine = 1
