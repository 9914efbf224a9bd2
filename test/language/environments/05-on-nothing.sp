// rule: 7.1
import std.file { File }
type T { a: Int }
let v = 1
environment a = T
//              ^ error[SP2008]: `T` is a type, and a system is wanted here
environment b = File
//              ^^^^ error[SP2008]: `File` is a kind, and a system is wanted here
environment c = v
//              ^ error[SP2008]: `v` is a let, and an environment is wanted here
environment d = Sitee
//              ^^^^^ error[SP2007]: there is no type, kind or system named `Sitee`
system Site { param n: Int = 1 }
environment e = Site { }
