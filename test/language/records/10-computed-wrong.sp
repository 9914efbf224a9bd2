// rule: 4.24
type Point { x: Int }
system Site {
  param p: Point = { ["x"] = 1 }
//                   ^^^^^^^^^ error[SP2114]: this cannot be declared so: the fields and slots that stand here have names of their own
  output a = { [1] = 2 }
//              ^ error[SP2101]: expected String, found 1
  param m: {String: Int} = { ["a"] = "b" }
//                                   ^^^ error[SP2101]: expected Int, found "b"
  output b = { [k] = v for k in [1] }
//              ^ error[SP2101]: expected String, found Int
//                   ^ error[SP2001]: nothing here is named `v`
}
