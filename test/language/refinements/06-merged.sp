// rule: 6.27
// Refinements are asked of what the overlays have made, and not of the definitions below.
type Pair { low: Int, high: Int }
system Site {
  param pair: Pair where it.low <= it.high = { low = 5, high = 1 }
  output sum = pair.low + pair.high
}
overlay fixed on Site { pair { high = 9 } }
environment dev = Site with fixed
// --- expect
{ "outputs": { "sum": 14 } }
