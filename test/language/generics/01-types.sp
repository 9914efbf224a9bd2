// rule: 4.30
// A type with parameters: with types given, or found from the fields.
type Range2<T> { from: T, to: T }
type Tree<T> { value: T, children: [Tree<T>] = [] }
type Optional<T> = T?
type Named<T> = {String: T}
system Site {
  param ports: Range2<Port> = { from = 80, to = 90 }
  param tree: Tree<String> = { value = "a", children = [{ value = "b" }] }
  param maybe: Optional<Int>
  param named: Named<Range2<Int>> = { a = { from = 1, to = 2 } }
  let found = Range2 { from = 1, to = 2 }
  output sum = found.from + named.a.to
  output deep = tree.children[0].value.upper()
  output none = maybe ?? 0
}
environment dev = Site
// --- expect
{ "outputs": { "sum": 3, "deep": "B", "none": 0 } }
