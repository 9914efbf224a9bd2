// rule: 8.16
// A method is one of the value's type, and takes what its signature says.
type Person { name: String }
system Site {
  param people: [Person by name] = {}
  param names: [String] = []
  output a = names.mapp(x => x)
//                 ^^^^ error[SP2103]: `[String]` has no method `mapp`
  output b = names.map(5)
//                     ^ error[SP2101]: expected (String) => ?, found 5
  output c = names.filter(x => x.length())
//                             ^^^^^^^^^^ error[SP2101]: expected Bool, found Int
  output d = names.sum()
//                 ^^^ error[SP2103]: `[String]` has no method `sum`
  output e = people.sort()
//                  ^^^^ error[SP2103]: `[Person by name]` has no method `sort`
  output f = names.map(x => x + 1)
//                            ^ error[SP2104]: `+` does not go between String and 1
  output g = names.map((x, y) => x)
//                         ^ error[SP2106]: `=>` cannot be used so: this function takes 2 values and gets 1
  output h = names.first().upper()
//                         ^^^^^ error[SP2103]: `String?` has no method `upper`
  output i = people.keys("x")
//                      ^^^^^ error[SP2106]: `keys` cannot be used so: it takes no values and gets 1
  output j = names.contains(1)
//                          ^ error[SP2101]: expected String, found 1
  output k = [Person { name = "x" }].sort()
//                                   ^^^^ error[SP2103]: `[Person]` has no method `sort`
  output l = true.upper()
//                ^^^^^ error[SP2103]: `true` has no method `upper`
  output m = names.fold(0, (sum, x) => x)
//                                     ^ error[SP2101]: expected Int, found String
  output n = names.length
//                 ^^^^^^ error[SP2102]: `[String]` has no `length`
}
