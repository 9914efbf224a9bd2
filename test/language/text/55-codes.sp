// rule: 14.1
// Whatever is wrong is a diagnostic with a place: nothing stops the compiler.
let a = 1 +
//         ^ error[SP1201]: expected a value, found the end of the line
let b = [1, 2
//      ^ error[SP1102]: this `[` is not closed
let c = "x
//      ^ error[SP1102]: this string is not closed
let d: Nothing = 1
//     ^^^^^^^ error[SP2007]: there is no type, kind or system named `Nothing`
system S { param e Int }
//                 ^^^ error[SP1201]: expected `:`, found `Int`
