// rule: 8.12
// Too few, too many, unknown, twice, of the wrong type: each once, where it is.
fn add(a: Int, b: Int = 1): Int = a + b
fn two(a: Int, b: Int): Int = a + b
system Site {
  output few = two(1)
//                ^^^ error[SP2106]: `two` cannot be used so: it takes 2 values and gets 1
  output none = two()
//                 ^^ error[SP2106]: `two` cannot be used so: it takes 2 values and gets 0
  output many = add(1, 2, 3)
//                 ^^^^^^^^^ error[SP2106]: `add` cannot be used so: it takes 2 values and gets 3
  output unknown = add(1, c = 2)
//                        ^ error[SP2106]: `add` cannot be used so: it has no parameter `c`
  output twice = add(1, a = 2)
//                      ^ error[SP2112]: `a` is written twice in one block
  output text = add("one")
//                  ^^^^^ error[SP2101]: expected Int, found "one"
  output kept = add(1) + "x"
//                     ^ error[SP2104]: `+` does not go between Int and "x"
  output missing = ad(1)
//                 ^^ error[SP2103]: there is no function `ad`
  output value = add
//               ^^^ error[SP2008]: `add` is a function, and a value is wanted here
  output call = 3.nothing()
//                ^^^^^^^ error[SP2103]: `3` has no method `nothing`
}
let port = 80
let called = port(1)
//           ^^^^ error[SP2103]: there is no function `port`
