// rule: 4.11
// A computed value is judged when the environment is evaluated, and the definition that won is blamed.
type Level = Int in 1..5
system Site {
  param n: Int = 3
  param level: Level = n * 2
//                     ^^^^^ error[SP2110]: 6 is no Level: it must be in 1..5
  output name: String of 1..2 = "abc".upper()
//                              ^^^^^^^^^^^^^ error[SP2110]: "ABC" is no String: it must have 1..2 characters
}
environment dev = Site
