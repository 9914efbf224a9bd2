// rule: 2.18
let a = "${}"
//         ^ error[SP1201]: expected a value, found `}`
let b = "${1 2}"
//           ^ error[SP1201]: expected the `}` of this `${`, found `2`
let c = "${a"
//       ^^ error[SP1102]: this `${` is not closed
let d = "x ${nothing} ${also}"
//           ^^^^^^^ error[SP2001]: nothing here is named `nothing`
//                      ^^^^ error[SP2001]: nothing here is named `also`
