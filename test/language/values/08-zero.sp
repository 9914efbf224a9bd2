// A division by a zero that is written out has no result, in what nobody reads as well. In a test it may be expected.
// rule: 8.2
let _spare = 1 / 0
//               ^ error[SP3005]: this has no result: it divides by zero
fn half(of: Int): Number = of / 0.0
//                              ^^^ error[SP3005]: this has no result: it divides by zero
system Unused {
  param time: Duration = 1h
  let never = time / 0s
//                   ^^ error[SP3005]: this has no result: it divides by zero
  let fine = 0 / 1
}
overlay none on Unused { time = 1h / 0 }
//                                   ^ error[SP3005]: this has no result: it divides by zero
test "zero" { expect error matching /divides by zero/ { 1 / 0 } }
