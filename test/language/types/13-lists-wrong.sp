// rule: 4.19
// A list is written whole and never amended by its places.
system Site {
  param list: [Int] = [1, "2", 3.5]
//                        ^^^ error[SP2101]: expected Int, found "2"
//                             ^^^ error[SP2101]: expected Int, found 3.5
  param one: [Int] = 1
//                   ^ error[SP2101]: expected [Int], found 1
  param empty: [Int of 1..] = []
//                            ^^ error[SP2110]: this list is no [Int of 1..]: it must have 1.. elements
  output a = list["0"]
//                ^^^ error[SP2101]: expected Int, found "0"
  output b = list.first
//                ^^^^^ error[SP2102]: `[Int]` has no `first`
}
overlay o on Site { list { 0 = 5 } }
//                  ^^^^ error[SP2101]: expected [Int], found a block
//                         ^ error[SP1201]: expected an entry (`name = value`), `,` or `}`, found `0`
overlay p on Site { list { a = 5 }, list.first = 1 }
//                  ^^^^ error[SP2101]: expected [Int], found a block
//                                  ^^^^ error[SP2101]: expected [Int], found a block
