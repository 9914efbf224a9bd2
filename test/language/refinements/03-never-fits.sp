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
