// rules: 4.4, 4.5
// Two dimensions never meet, and a quantity is no number.
system Site {
  param d: Duration = 5
//                    ^ error[SP2101]: expected Duration, found 5
  param n: Int = 5s
//               ^^ error[SP2101]: expected Int, found Duration
  output a = 1s + 1MiB
//              ^ error[SP2104]: `+` does not go between Duration and Size
  output b = 1s * 2s
//              ^ error[SP2104]: `*` does not go between Duration and Duration
  output c = 1s + 1
//              ^ error[SP2104]: `+` does not go between Duration and 1
  output e = 1s < 1MiB
//              ^ error[SP2104]: `<` does not go between Duration and Size
  output f = 1s == 1000
//              ^^ error[SP2104]: `==` does not go between Duration and 1000
  output g = "${1s}"
//              ^^ error[SP2109]: Duration cannot be written into a string
  output h = 5 / 1s
//             ^ error[SP2104]: `/` does not go between 5 and Duration
  output i = 1s.bytes()
//              ^^^^^ error[SP2103]: `Duration` has no method `bytes`
  output j = 25% + 1
//               ^ error[SP2104]: `+` does not go between Percent and 1
}
