// rule: 2.13
let a = 1, let b = 2
//       ^ error[SP1201]: expected a new line, found `,`
type A = Int,
//          ^ error[SP1201]: expected a new line, found `,`
type B = Int
