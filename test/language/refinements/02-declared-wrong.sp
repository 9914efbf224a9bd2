// rule: 4.7
// A refinement goes on what it is for, in its own unit, and lets something in.
type A = Bool in 1..5
//            ^^^^^^^ error[SP2114]: this cannot be declared so: this refinement is for a number, a quantity or a date
type B = Int of 1..5
//           ^^^^^^^ error[SP2114]: this cannot be declared so: this refinement is for a string or a list
type C = Int matching /x/
//           ^^^^^^^^^^^^ error[SP2114]: this cannot be declared so: this refinement is for a string
type D = Duration in 1..5
//                ^^^^^^^ error[SP2114]: this cannot be declared so: the bounds of Duration are written as Duration
type E = Int in 1s..5s
//           ^^^^^^^^^ error[SP2114]: this cannot be declared so: the bounds of Int are written as Int
type F = Int in 5..1
//           ^^^^^^^ error[SP2114]: this cannot be declared so: no value is in this range
type G = [Int] in 1..5
//             ^^^^^^^ error[SP2114]: this cannot be declared so: this refinement is for a number, a quantity or a date
type H = [Int] matching /x/
//             ^^^^^^^^^^^^ error[SP2114]: this cannot be declared so: this refinement is for a string
type I = Int in 1.5..3
//           ^^^^^^^^^ error[SP2114]: this cannot be declared so: the bounds of Int are written as Int
type J = "a" where it == "a"
//           ^^^^^^^^^^^^^^^ error[SP2114]: this cannot be declared so: "a" takes no refinement
type K = Number in 1..2.5
type L = Size in 1KiB..
type M = Date in 2027-01-01..
