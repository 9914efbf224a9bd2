// rule: 4.10
// What no range says, a condition does: `it` is the value.
type Even = Int where it.mod(2) == 0
type Range2 = Pair where it.low <= it.high
type Pair { low: Int, high: Int }
type Ports = [Port] where it.unique().length() == it.length()
type Names = {String: String} where not it.has("root")
system Site {
  param even: Even = 3
//                   ^ error[SP2110]: 3 is no Even: it must be so: it.mod(2) == 0
  param pair: Range2 = { low = 5, high = 1 }
//                     ^^^^^^^^^^^^^^^^^^^^^ error[SP2110]: this value is no Pair: it must be so: it.low <= it.high
  param ports: Ports = [80, 80]
//                     ^^^^^^^^ error[SP2110]: this list is no [Port]: it must be so: it.unique().length() == it.length()
  param names: Names = { root = "x" }
//                     ^^^^^^^^^^^^^^ error[SP2110]: this value is no {String: String}: it must be so: not it.has("root")
  param fine: Even = 4
  param chain: (Int in 1..9) where it != 5 = 5
//                                           ^ error[SP2110]: 5 is no Int: it must be so: it != 5
}
environment dev = Site
