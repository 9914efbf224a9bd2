// rule: 2.24
let a = 5m30
//      ^^^^ error[SP1104]: `5m30` is no number: `m30` is no unit
let b = 1h1h
//      ^^^^ error[SP1104]: `1h1h` is no duration: its units stand from the largest to the smallest, each once
let c = 1s1m
//      ^^^^ error[SP1104]: `1s1m` is no duration: its units stand from the largest to the smallest, each once
let d = 1 h
//        ^ error[SP1201]: expected a new line, found `h`
let e = 1y
//      ^^ error[SP1104]: `1y` is no number: `y` is no unit
let f = 1H
//      ^^ error[SP1104]: `1H` is no number: `H` is no unit, and `h` is one
