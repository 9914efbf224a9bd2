// rule: 8.14
// A type parameter called `Ordered` can be compared, one called `Numeric` be added up as well; any other neither.
fn least<Ordered>(x: Ordered, y: Ordered): Ordered = if x < y then x else y
fn more<Numeric>(x: Numeric, y: Numeric): Numeric = x + y - x
system Site {
  output text = least("b", "a")
  output number = least(2, 1.5)
  output time = more(1s, 2s).text()
}
environment dev = Site
// --- expect
{ "outputs": { "text": "a", "number": 1.5, "time": "2s" } }
