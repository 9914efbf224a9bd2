// rule: 8.8
import std.file { File }
system Site {
  a: File { path = "/a", content = "x" }
  output b = [x for x in 5]
//                       ^ error[SP2101]: expected a list or a map, found 5
  output c = [x for x in a.sha256]
//                       ^^^^^^^^ error[SP3003]: `a.sha256` is known only after apply, and what a loop goes over must be known before
  output d = [x for x in [1] if x]
//                              ^ error[SP2101]: expected Bool, found Int
  output e = [x for x in [1] by "x"]
//                              ^^^ error[SP2114]: this cannot be declared so: `by` names resources, and this loop makes values
  output f = [x + y for x in ["a"]]
//                ^ error[SP2001]: nothing here is named `y`
  output g = [1 for x in "a".."b"]
//                       ^^^ error[SP2101]: expected Int, found "a"
//                            ^^^ error[SP2101]: expected Int, found "b"
  param h: [Int] = [x for x in ["a"]]
//                  ^ error[SP2101]: expected Int, found String
  output i = [x for x, x in [1]]
//                     ^ error[SP2002]: `x` is declared twice
  output j = x
//           ^ error[SP2001]: nothing here is named `x`
}
