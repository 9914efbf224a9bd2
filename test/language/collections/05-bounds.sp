// rule: 8.11
// What there is not is absent, and what cannot be is an error with its reason.
system Site {
  output none = [1].at(5) ?? -1
  output gone = [1][1]
//                 ^^^ error[SP3006]: `[1]` is not there: the list has 1 elements, counted from 0
  output key = { a = 1 }["b"]
//                      ^^^^^ error[SP3006]: `b` is not there: there is no such key
  output twice = ["a", "a"].keyBy(x => x)
//                          ^^^^^ error[SP3005]: this has no result: two elements have the key "a"
  output high = 5.clamp(9, 1)
//                ^^^^^ error[SP3005]: this has no result: the lower bound is above the upper one
  output zero = 5.div(0)
//                ^^^ error[SP3005]: this has no result: it divides by zero
  output pow = 10.pow(300)
//                ^^^ error[SP3005]: this has no result: integers are exact up to 9007199254740991
}
environment dev = Site
