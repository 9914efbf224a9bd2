// rule: 4.10
// The condition is checked against the type, used or not.
type A = Int where it
//                 ^^ error[SP2101]: expected Bool, found Int
type B = Int where it > "x"
//                    ^ error[SP2104]: `>` does not go between Int and "x"
type C = String where it.nothing()
//                       ^^^^^^^ error[SP2103]: `String` has no method `nothing`
type D = Int where other > 1
//                 ^^^^^ error[SP2001]: nothing here is named `other`
type E { a: Int } 
type F = E where it.b == 1
//                  ^ error[SP2102]: `E` has no `b`
