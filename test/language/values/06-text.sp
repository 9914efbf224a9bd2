// rule: 8.20
// Text is joined with text by `+`, and with anything else in a string.
system Site {
  output a = "a" + "b"
  output b = "a" + 1
//               ^ error[SP2104]: `+` does not go between "a" and 1
  output c = 1 + "a"
//             ^ error[SP2104]: `+` does not go between 1 and "a"
  output d = "a" - "b"
//               ^ error[SP2104]: `-` does not go between "a" and "b"
  output e = "a" * 2
//               ^ error[SP2104]: `*` does not go between "a" and 2
  output f = ["a"] + ["b"]
//                 ^ error[SP2104]: `+` does not go between [String] and [String]
}
