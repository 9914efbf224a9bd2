// rule: 3.11
// A type, a value and a slot of one name: each is declared once, whatever it is.
type Site { a: Int }
system Site { }
//     ^^^^ error[SP2002]: `Site` is declared twice
let x = 1
fn x(): Int = 2
// ^ error[SP2002]: `x` is declared twice
overlay x on Site { }
//      ^ error[SP2002]: `x` is declared twice
//           ^^^^ error[SP2008]: `Site` is a type, and a system is wanted here
environment x = Site
//          ^ error[SP2002]: `x` is declared twice
//              ^^^^ error[SP2008]: `Site` is a type, and a system is wanted here
import std.net { host, host as other }
//               ^^^^ warning[SP2005]: `host` is imported and never used
//                             ^^^^^ warning[SP2005]: `other` is imported and never used
system Two { param a: Int = 1, output a = 2, a: Two }
//                                    ^ error[SP2002]: `a` is declared twice
//                                           ^ error[SP2002]: `a` is declared twice
//                                              ^^^ error[SP2204]: the system `Two` would contain itself
type T { a: Int, a: String }
//               ^ error[SP2002]: `a` is declared twice
fn f(a: Int, a: Int): Int = a
//           ^ error[SP2002]: `a` is declared twice
