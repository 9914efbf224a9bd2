// rule: 8.16
system Site {
  param m: {String: Int} = { a = 1, b = 2 }
  output doubled = m.map(v => v * 2)
  output some = m.filter((v, k) => k != "a" and v > 1)
  output lines = m.toList((v, k) => "${k}=${v}")
  output got = [m.get("a") ?? 0, m.get("z") ?? 0]
  output merged = m.merge({ c = 3 }).without("a").keys()
  output keys = [e.key for e in m.entries()]
}
environment dev = Site
// --- expect
{ "outputs": { "doubled": { "a": 2, "b": 4 }, "some": { "b": 2 }, "lines": ["a=1", "b=2"], "got": [1, 0], "merged": ["b", "c"], "keys": ["a", "b"] } }
