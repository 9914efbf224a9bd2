// rules: 8.9, 4.24
// A computed key goes into a map; two that are the same are a mistake.
system Site {
  param names: [String] = ["a", "b"]
  let key = "k"
  output one = { [key] = 1, fixed = 2 }
  output many = { [n] = n.upper() for n in names }
  output some = { ["${k}-${v}"] = v for k, v in ({ x = 1, y = 2 }) if v > 1 }
}
environment dev = Site
// --- expect
{ "outputs": { "one": { "k": 1, "fixed": 2 }, "many": { "a": "A", "b": "B" }, "some": { "y-2": 2 } } }
