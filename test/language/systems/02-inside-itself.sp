// rule: 5.6
import std.file { File }
system A { b: B { }, f: File { path = "/f" } }
//            ^ error[SP2204]: the system `A` would contain itself
system B { a: A { } }
//            ^ error[SP2204]: the system `B` would contain itself
environment dev = A
