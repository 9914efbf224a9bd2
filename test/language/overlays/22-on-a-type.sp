// rule: 6.32
// An overlay is on a system, and used on that one.
import std.file { File }
type T { a: Int }
overlay a on T { a = 1 }
//           ^ error[SP2008]: `T` is a type, and a system is wanted here
overlay b on File { path = "/x" }
//           ^^^^ error[SP2008]: `File` is a kind, and a system is wanted here
overlay c on Nothing { }
//           ^^^^^^^ error[SP2007]: there is no type, kind or system named `Nothing`
overlay d on Site { n = 1 }
system Site { param n: Int = 1 }
system Other { param n: Int = 1 }
environment e = Other with d
//                         ^ error[SP2203]: this overlay does not fit: `d` is on `Site`, and this is `Other`
environment f = Site with nothing
//                        ^^^^^^^ error[SP2001]: nothing here is named `nothing`
environment g = Site with d(1)
//                          ^ error[SP2106]: `d` cannot be used so: it has fewer parameters
environment h = Site with d, d
