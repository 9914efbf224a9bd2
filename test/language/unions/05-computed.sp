// rule: 4.31
// A computed value is held to its member when the environment is evaluated; of a literal union, nothing computed is.
system Site {
  param n: Int = 5
  param a: "auto" | (Int in 1..9) = n * 2
//                                  ^^^^^ error[SP2110]: 10 is no Int: it must be in 1..9
  param c: "x" | "y" = if n > 3 then "x" else "y"
}
environment dev = Site
