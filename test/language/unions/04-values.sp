// rule: 4.31
// A value of a union is checked as the member that it is.
system Site {
  param a: "auto" | (Int in 1..9) = 20
//                                  ^^ error[SP2110]: 20 is no Int: it must be in 1..9
  param b: "auto" | Int = "automatic"
//                        ^^^^^^^^^^^ error[SP2101]: expected "auto" | Int, found "automatic"
  param c: String | [String] = [1]
//                              ^ error[SP2101]: expected String, found 1
  param d: String | {String: Int} = { x = "y" }
//                                        ^^^ error[SP2101]: expected Int, found "y"
  param e: (String matching /^a/) | Int = "b"
//                                        ^^^ error[SP2110]: "b" is no String: it must match /^a/
  param g: Int | Bool = 1.5
//                      ^^^ error[SP2101]: expected Int | Bool, found 1.5
}
