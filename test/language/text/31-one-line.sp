// rule: 2.20
// What is not closed on its line is blamed where it was opened, and costs that line only.
let a = "one
//      ^ error[SP1102]: this string is not closed
let b = "two ${1 + 1
//      ^ error[SP1102]: this string is not closed
let c = r"three
//      ^ error[SP1102]: this string is not closed
let d = "four" + 1
//             ^ error[SP2104]: `+` does not go between "four" and 1
