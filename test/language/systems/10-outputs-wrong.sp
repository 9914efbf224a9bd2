// rule: 5.5
system Inner { output n: Int = "x", output m: String of 5.. = "abc" }
//                             ^^^ error[SP2101]: expected Int, found "x"
//                                                            ^^^^^ error[SP2110]: "abc" is no String: it must have 5.. characters
system Site {
  inner: Inner
  output a = inner.nn
//                 ^^ error[SP2102]: `Inner` has no `nn`
  output b = inner.n.upper()
//                   ^^^^^ error[SP2103]: `Int` has no method `upper`
}
