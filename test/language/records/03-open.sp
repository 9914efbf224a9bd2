// rule: 4.28
// `...` opens a record: other fields are let in as they are.
type Open { name: String, ... }
type Closed { name: String }
system Site {
  param a: Open = { name = "x", extra = { deep = [1, "2"] } }
  param b: Closed = { name = "x", extra = 1 }
//                                ^^^^^ error[SP2102]: `Closed` has no `extra`
  output c = a
}
