// rule: 6.12
// `remove` of a field falls back to the default of its type, or to nothing; of an entry, it is gone.
type Settings { level: Int = 1, note: String? }
system Site {
  param s: Settings = { level = 5, note = "x" }
  param m: {String: Int} = { a = 1, b = 2 }
  output all = { s, m }
}
overlay o on Site { s { remove level, remove note }, m { remove a } }
environment dev = Site with o
// --- expect
{"outputs":{"all":{"m":{"b":2},"s":{"level":1}}}}
