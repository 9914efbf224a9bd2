// rule: 2.23
let a = 0x
//      ^^ error[SP1104]: `0x` is no number: `0x` is followed by the digits 0 to 9 and a to f
let b = 0o8
//      ^^^ error[SP1104]: `0o8` is no number: `0o` is followed by the digits 0 to 7
let c = 0b2
//      ^^^ error[SP1104]: `0b2` is no number: `0b` is followed by the digits 0 and 1
let d = 1_
//      ^^ error[SP1104]: `1_` is no number: `_` stands between two digits
let e = 1._5
//        ^^ error[SP2102]: `1` has no `_5`
let f = 12abc
//      ^^^^^ error[SP1104]: `12abc` is no number: `abc` is no unit
let g = 1e
//      ^^ error[SP1104]: `1e` is no number: `e` is no unit
