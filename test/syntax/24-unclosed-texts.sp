// A string ends with its line, and so does what is open in it.
let a = "no end
//      ^ error[SP1102]: this string is not closed
let b = "${name
//      ^ error[SP1102]: this string is not closed
let c = "${f(name}"
//          ^ error[SP1102]: this `(` is not closed
let d = "${f([1, 2)}" 
//           ^ error[SP1102]: this `[` is not closed
let e = "${}"
//         ^ error[SP1201]: expected a value, found `}`
let f = "${a b} ${c}"
//           ^ error[SP1201]: expected the `}` of this `${`, found `b`
let g = r"no end
//      ^ error[SP1102]: this string is not closed
type T = String matching /no end
//                       ^ error[SP1102]: this pattern is not closed
let fine = 1
let h = """
//      ^^^ error[SP1102]: this string is not closed
  all the rest
