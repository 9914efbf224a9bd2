// rule: 8.10
// `...x` brings fields; what is written beside it wins; two that bring the same are a mistake.
type Point { x: Int, y: Int = 0, label: String? }
system Site {
  let base = { x = 1, y = 2 }
  param p: Point = { ...base, y = 3 }
  param m: {String: Int} = { ...base, z = 4 }
  output list = [...[1, 2], 3, ...[4 for i in 1..2]]
  output both = p
  output map = m
}
environment dev = Site
// --- expect
{ "outputs": { "list": [1, 2, 3, 4, 4], "both": { "x": 1, "y": 3 }, "map": { "x": 1, "y": 2, "z": 4 } } }
