// rule: 5.2
system Inner { param a: Int, param b: Int = 1 }
system Site {
  one: Inner { b = 1 }
  two: Inner { a = "x", c = 3 }
//                 ^^^ error[SP2101]: expected Int, found "x"
//                      ^ error[SP2102]: `Inner` has no `c`
  three: Inner
  param d: Int? = 5
//                ^ error[SP2114]: this cannot be declared so: what has a default is never absent
}
environment dev = Site
