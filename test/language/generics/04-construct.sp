// rules: 4.30, 4.38
// A constructor takes the types that are expected of it.
type Box<T> { value: T, list: [T] = [] }
system Site {
  param a: Box<Number> = Box { value = 1 }
  param b: Box<"x" | "y"> = Box { value = "x" }
  param c: Box<"x" | "y"> = Box { value = "z" }
//                                        ^^^ error[SP2101]: expected "x" | "y", found "z"
  param d: [Box<Int>] = [Box { value = 1, list = [2] }, Box { value = "x" }]
//                                                                    ^^^ error[SP2101]: expected Int, found "x"
}
