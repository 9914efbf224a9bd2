// rules: 2.23, 2.24, 2.29
// What is no number, quantity or date is said once, and means nothing further.
let a = 1__0 + "x"
//      ^^^^ error[SP1104]: `1__0` is no number: `_` stands between two digits
let b = 007
//      ^^^ error[SP1104]: `007` is no number: a leading zero says nothing; octal is written `0o644`
let c = 30m1h
//      ^^^^^ error[SP1104]: `30m1h` is no duration: its units stand from the largest to the smallest, each once
let d = 2027-02-29
//      ^^^^^^^^^^ error[SP1104]: `2027-02-29` is no date: no such day
let e = 1K + 1
//      ^^ error[SP1104]: `1K` is no number: `K` is no unit
let f = 1e999
//      ^^^^^ error[SP1104]: `1e999` is no number: too large for a number
