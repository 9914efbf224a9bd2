// rule: 4.30
// Types too many, too few, of the wrong sort, and mixed up.
type Box<T> { value: T }
type Plain { value: Int }
system Site {
  param a: Box = { value = 1 }
//         ^^^ error[SP2114]: this cannot be declared so: `Box` takes one type
  param b: Box<Int, Int> = { value = 1 }
//         ^^^^^^^^^^^^^ error[SP2114]: this cannot be declared so: `Box` takes one type
  param c: Plain<Int> = { value = 1 }
//         ^^^^^^^^^^ error[SP2114]: this cannot be declared so: `Plain` takes no types
  param d: Int<Int> = 1
//             ^^^ error[SP2114]: this cannot be declared so: `Int` takes no types
  param e: Box<Int> = { value = "x" }
//                              ^^^ error[SP2101]: expected Int, found "x"
  param f: Box<Nothing> = { value = 1 }
//             ^^^^^^^ error[SP2007]: there is no type, kind or system named `Nothing`
  let g = Box { value = 1 }
  output h = g.value.upper()
//                   ^^^^^ error[SP2103]: `Int` has no method `upper`
  param i: Box<String> = g
//                       ^ error[SP2101]: expected Box<String>, found Box<Int>
  param j: Secret = "x"
//         ^^^^^^ error[SP2114]: this cannot be declared so: `Secret` takes one type
  let k = Box { valeu = 1 }
//            ^ error[SP2105]: `Box` needs a `value`
//              ^^^^^ error[SP2102]: `Box` has no `valeu`
}
