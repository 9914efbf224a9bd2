// rule: 8.14
// The same, evaluated.
fn otherwise<T>(value: T?, other: T): T = value ?? other
fn pair<A, B>(a: A, b: B): Both<A, B> = Both { left = a, right = b }
type Both<A, B> { left: A, right: B }
system Site {
  param name: String?
  output name2 = otherwise(name, "nobody").upper()
  output left = pair(1, "x").left + 1
  output right = pair([1], { a = "y" }).right["a"]
}
environment dev = Site
// --- expect
{ "outputs": { "name2": "NOBODY", "left": 2, "right": "y" } }
