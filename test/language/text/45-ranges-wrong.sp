// rule: 2.28
let a = 1..2..3
//          ^^ error[SP1201]: expected one `..` only, found `..`
let b = 1..
//         ^ error[SP1201]: expected a value, found the end of the line
let c = "a".."b"
//      ^^^ error[SP2101]: expected Int, found "a"
//           ^^^ error[SP2101]: expected Int, found "b"
let d = 1.5..2
//      ^^^ error[SP2101]: expected Int, found 1.5
