// rule: 8.3
type P { x: Int }
system Site {
  param level: "low" | "high" = "low"
  output a = 1 < 2 < 3
//                 ^ error[SP2104]: `<` does not go between a comparison and 3
  output b = 1 == 2 == 3
//                  ^^ error[SP2104]: `==` does not go between a comparison and 3
  output c = true < false
//                ^ error[SP2104]: `<` does not go between true and false
  output d = "a" < 1
//               ^ error[SP2104]: `<` does not go between "a" and 1
  output e = 1 == "a"
//             ^^ error[SP2104]: `==` does not go between 1 and "a"
  output f = 1s == 1MiB
//              ^^ error[SP2104]: `==` does not go between Duration and Size
  output g = level == "medium"
//                 ^^ error[SP2104]: `==` does not go between "low" | "high" and "medium"
  output h = [1] == 1
//               ^^ error[SP2104]: `==` does not go between [Int] and 1
  output i = P { x = 1 } == 5
//                       ^^ error[SP2104]: `==` does not go between P and 5
}
