// rules: 8.13, 4.10, 8.19
// What holds a value to a type needs the type's condition; so a condition that makes such a value needs itself.
type Direct = Int where direct(it) > 1
fn direct(x: Direct): Int = x
//        ^^^^^^^^^ error[SP3001]: `direct` needs itself: direct → where direct(it) > 1 → direct
type Far = Int where check(it)
fn check(x: Int): Bool = make(x).far > 3
//                           ^^^ error[SP3001]: `check` needs itself: check → make → where check(it) → check
type Box { far: Far }
fn make(x: Int): Box = { far = x }
type Handed = Int where [it].map(taken).length() > 0
fn taken(x: Handed): Int = x
//       ^^^^^^^^^ error[SP3001]: `taken` needs itself: taken → where [it].map(taken).length() > 0 → taken
let least: Above = 3
//                 ^ error[SP3001]: `least` needs itself: least → where it >= least → least
type Above = Int where it >= least
let start: Int = next(1)
//                   ^^^ error[SP3001]: `start` needs itself: start → next → start
fn next(x: Int): Int = start + x
type Even = Int where rest(it) == 0
fn rest(x: Int): Int = x.mod(2)
fn half(x: Even): Int = rest(x) + 1
let fine: Even = half(3)
