// rule: 4.13
// Two ranges with nothing in common: no value is both, whatever it will be.
type Low = Int in 1..10
type High = Int in 100..200
type Short = String of 1..3
type Long = String of 5..9
system Site {
  param low: Low = 1
  param high: High = low
//                   ^^^ error[SP2101]: expected High, found Low
  param may: Int in 5..20 = low
  param short: Short = "a"
  param long: Long = short
//                   ^^^^^ error[SP2101]: expected Long, found Short
}
type Lost = Low in 20..30
//              ^^^^^^^^^ error[SP2114]: this cannot be declared so: no Low is so as well
type Long2 = Short of 2..
type Long3 = Short of 4..
//                 ^^^^^^ error[SP2114]: this cannot be declared so: no Short is so as well
type Few = [Int] of 1..3
type Many = Few of 5..
//              ^^^^^^ error[SP2114]: this cannot be declared so: no list is so long
let few: Few of 2.. = [1, 2, 3, 4]
//                    ^^^^^^^^^^^^ error[SP2110]: this list is no [Int of 2..3]: it must have 2..3 elements
