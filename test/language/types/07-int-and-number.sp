// rule: 4.3
// An Int is a Number; a Number is no Int, even where it is whole.
system Site {
  param n: Number = 1
  param i: Int = 1.5
//               ^^^ error[SP2101]: expected Int, found 1.5
  param j: Int = 6 / 2
//               ^^^^^ error[SP2101]: expected Int, found Number
  param k: Int = 6.div(2)
  param l: [Number] = [1, 2.5]
  output m = 1 + 0.5
  param o: Int = n
//               ^ error[SP2101]: expected Int, found Number
}
