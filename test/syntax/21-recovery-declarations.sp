// A declaration that cannot be read costs itself only.
  systm Shop { a: File { path = "/a" } }
//^^^^^ error[SP1201]: expected a declaration (`import`, `system`, `type`, `kind`, `overlay`, `environment`, `let`, `fn`, `policy`, `exempt`, `test`), found `systm`
system shop { a: File { path = "/a" } }
//     ^^^^ error[SP1201]: expected a type name, found `shop`
type Port = Int in
//                ^ error[SP1201]: expected a range, `1..100`, found the end of the line
type Person { name String, age: , login: String }
//                 ^^^^^^ error[SP1201]: expected `:`, found `String`
//                              ^ error[SP1201]: expected a type, found `,`
environment = Shop
//          ^ error[SP1201]: expected a name, found `=`
environment prod Shop with production
//               ^^^^ error[SP1201]: expected `=`, found `Shop`
overlay x on { a = 1 }
//           ^ error[SP1201]: expected the name of a type, found `{`
fn f(a, b: Int): Int = a
//    ^ error[SP1201]: expected `:`, found `,`
let x = 1, let y = 2
//       ^ error[SP1201]: expected a new line, found `,`
let fine = 1
test "t" { expect *, let = 2, expect 1 == 1 }
//                ^ error[SP1201]: expected a condition, or `error`, found `*`
//                       ^ error[SP1201]: expected a name, found `=`
policy "p" on Service { require *, require s.x else }
//                              ^ error[SP1201]: expected a value, found `*`
//                                                  ^ error[SP1201]: expected a value, found `}`
let last = match x { 1 => , foo => 2, "a" 3, _ => 4 }
//                        ^ error[SP1201]: expected a value, found `,`
//                          ^^^ error[SP1201]: expected a literal, a type or `_`, found `foo`
//                                        ^ error[SP1201]: expected `=>`, found `3`
