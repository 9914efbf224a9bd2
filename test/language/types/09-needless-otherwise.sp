// rule: 4.16
system Site {
  param n: Int = 1
  output a = n ?? 2
//             ^^ error[SP2104]: `??` does not go between Int and 2
  output b = "x" ?? "y"
//               ^^ error[SP2104]: `??` does not go between "x" and "y"
  output c = n?.abs() ?? 3
//                    ^^ error[SP2104]: `??` does not go between Int and 3
}
