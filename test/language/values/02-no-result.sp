// rule: 8.2
import std.file { File }
system Site {
  param zero: Int = 0
  a: File { path = "/a", mode = 1.mod(zero) }
//                                ^^^ error[SP3005]: this has no result: it divides by zero
  output big = 9007199254740991 + 1
//                              ^ error[SP3005]: this has no result: integers are exact up to 9007199254740991
  output gone = [1][3]
//                 ^^^ error[SP3006]: `[3]` is not there: the list has 1 elements, counted from 0
}
environment dev = Site
