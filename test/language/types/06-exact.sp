// rule: 4.2
// Integers are exact to 2^53; what would not be is no result.
system Site {
  param big: Int = 9007199254740991
  output a = big - 1
  output b = big + 1
//               ^ error[SP3005]: this has no result: integers are exact up to 9007199254740991
  output c = big * 2
//               ^ error[SP3005]: this has no result: integers are exact up to 9007199254740991
  output d = -big - 1
//                ^ error[SP3005]: this has no result: integers are exact up to 9007199254740991
  output e = [big, big].sum()
//                      ^^^ error[SP3005]: this has no result: integers are exact up to 9007199254740991
}
environment dev = Site
