// rule: 4.28
type Open { name: String, ... }
system Site {
  param a: Open = { name = "x", extra = { deep = [1, "2"] } }
  output c = a
}
overlay more on Site { a { other = 5 } }
environment dev = Site with more
// --- expect
{ "outputs": { "c": { "name": "x", "extra": { "deep": [1, "2"] }, "other": 5 } } }
