// rule: 4.30
// Lists, maps and keyed lists of generic records.
type Entry2<T> { name: String, value: T }
system Site {
  param list: [Entry2<Int> by name] = { a = { value = 1 }, b = { value = 2 } }
  output values = [e.value for e in list]
  output names = list.keys()
}
overlay more on Site { list { a { value = 10 }, c = { value = 3 } } }
environment dev = Site with more
// --- expect
{ "outputs": { "values": [10, 2, 3], "names": ["a", "b", "c"] } }
