// rule: 1.5
// What nothing uses is checked as everything else: types, functions, systems, overlays, values.
type Never { a: Int = "x" }
//                    ^^^ error[SP2101]: expected Int, found "x"
fn never(a: Int): String = a
//                         ^ error[SP2101]: expected String, found Int
system NeverMade { param n: Int = "x" }
//                                ^^^ error[SP2101]: expected Int, found "x"
overlay neverListed on NeverMade { m = 1 }
//                                 ^ error[SP2102]: `NeverMade` has no `m`
let neverRead: Int = "x"
//                   ^^^ error[SP2101]: expected Int, found "x"
system Site { }
environment dev = Site
