// rule: 8.15
// Functions that take functions: by name, in place, with what is around them.
fn twice(f: (Int) => Int, x: Int): Int = f(f(x))
fn inc(n: Int): Int = n + 1
fn all<T, U>(xs: [T], f: (T) => U): [U] = [f(x) for x in xs]
system Site {
  param step: Int = 10
  output named = twice(inc, 1)
  output placed = twice(n => n + step, 1)
  output mapped = all(["a", "b"], s => s.upper())
  output inner = all([1, 2], a => all([10, 20], b => a * b))
}
overlay bigger on Site { step = 100 }
environment dev = Site with bigger
// --- expect
{ "outputs": { "named": 3, "placed": 201, "mapped": ["A", "B"], "inner": [[10, 20], [20, 40]] } }
