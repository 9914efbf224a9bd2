// rules: 4.41, 8.16
// A list has what is equal to one of its elements, be it a list or a record.
system Site {
  output a = [{ a = [1] }, { a = [2] }].contains({ a = [2] })
  output b = [[1]].contains([2])
  output c = [{ a = 1, b = 2 }].contains({ b = 2, a = 1 })
}
environment dev = Site
// --- expect
{ "outputs": { "a": true, "b": false, "c": true } }
