// rule: 5.6
// A loop of systems is one mistake.
import std.file { File }
system A { b: B { }, f: File { path = "/f" } }
//            ^ error[SP2204]: the system `A` would contain itself
system B { a: A { } }
environment dev = A
