// rule: 1.3
// Nothing of the machine is in sight: no clock, no chance, no environment, no file by its name.
let a = now()
//      ^^^ error[SP2103]: there is no function `now`
let b = random()
//      ^^^^^^ error[SP2103]: there is no function `random`
let c = env.HOME
//      ^^^ error[SP2008]: `env` is a function, and a value is wanted here
let d = readFile("/etc/passwd")
//      ^^^^^^^^ error[SP2103]: there is no function `readFile`
let e = file("x")
//      ^^^^ error[SP2103]: there is no function `file`
