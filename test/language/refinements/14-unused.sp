// rules: 4.10, 1.5
// A constant is held to what only a computation decides, in code that nothing uses as well.
type Even = Int where it.mod(2) == 0
type Small = Int in 1..10
type Span { from: Int, to: Int, assert from <= to else "ends before it begins" }
let a: Even = 3
//            ^ error[SP2110]: 3 is no Even: it must be so: it.mod(2) == 0
let b: Small = 10 + 1
//             ^^^^^^ error[SP2110]: 11 is no Small: it must be in 1..10
let n: Int = 80
let c: Small = n
//             ^ error[SP2110]: 80 is no Small: it must be in 1..10
let d: [Even] = [2, n + 1]
//                  ^^^^^ error[SP2110]: 81 is no Even: it must be so: it.mod(2) == 0
let e: Span = { from = 3, to = n - 79 }
//            ^^^^^^^^^^^^^^^^^^^^^^^^^ error[SP3010]: `e`: ends before it begins
let f: Small = [x * 2 for x in [3, 9]][1]
//             ^^^^^^^^^^^^^^^^^^^^^^^^^^ error[SP2110]: 18 is no Small: it must be in 1..10
type Settings { size: Even = 5 }
//                           ^ error[SP2110]: 5 is no Even: it must be so: it.mod(2) == 0
fn half(x: Int): Small = if x > 20 then 5 * 3 else 4
//                                      ^^^^^ error[SP2110]: 15 is no Small: it must be in 1..10
system Site {
  param count: Even = 7
//                    ^ error[SP2110]: 7 is no Even: it must be so: it.mod(2) == 0
  param given: Small
}
overlay more on Site {
  count = 9
//        ^ error[SP2110]: 9 is no Even: it must be so: it.mod(2) == 0
  given = 20 - 2
//        ^^^^^^ error[SP2110]: 18 is no Small: it must be in 1..10
}
system Empty {}
environment dev = Empty
