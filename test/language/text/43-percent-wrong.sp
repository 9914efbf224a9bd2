// rule: 2.27
let a = 25 %
//         ^ error[SP1101]: `%` is not part of the language
let b = 7 % 4
//        ^ error[SP1101]: `%` is not part of the language
let c = 5%2
//        ^ error[SP1201]: expected a new line, found `2`
