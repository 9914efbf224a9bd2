// rule: 8.8
// Lists from lists, maps and ranges.
system Site {
  param m: {String: Int} = { a = 1, b = 2 }
  output list = [x * 2 for x in [1, 2, 3] if x.mod(2) == 1]
  output fromMap = ["${k}=${v}" for k, v in m]
  output places = ["${i}:${x}" for i, x in ["a", "b"]]
  output range = [x for x in 2..4]
  output empty = [x for x in 3..2]
  output nested = [[y * x for y in 1..2] for x in 1..2]
}
environment dev = Site
// --- expect
{ "outputs": { "list": [2, 6], "fromMap": ["a=1", "b=2"], "places": ["0:a", "1:b"], "range": [2, 3, 4], "empty": [], "nested": [[1, 2], [2, 4]] } }
