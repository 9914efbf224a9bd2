// rule: 2.30
type A = String matching /abc
//                       ^ error[SP1102]: this pattern is not closed
type B = String matching "abc"
//                       ^^^^^ error[SP1201]: expected a pattern, found `"abc"`
type C = String matching /[/
//                       ^ error[SP1102]: this pattern is not closed
type D = Int
