// rule: 2.25
let a = 1K
//      ^^ error[SP1104]: `1K` is no number: `K` is no unit
let b = 1mib
//      ^^^^ error[SP1104]: `1mib` is no number: `mib` is no unit, and `MiB` is one
let c = 1Mb
//      ^^^ error[SP1104]: `1Mb` is no number: `Mb` is no unit, and `MB` is one
