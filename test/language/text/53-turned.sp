// rule: 2.34
// What is shown must be what is compiled: no character turns the direction, in strings and comments either.
// a ‮comment
//   ^ error[SP1108]: an invisible `U+202E` makes this line read as other than it is
let a = "x⁦y"
//        ^ error[SP1108]: an invisible `U+2066` makes this line read as other than it is
let b = "\u{202E} is written so"
