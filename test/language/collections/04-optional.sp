// rule: 4.14
// A method of what may be absent is called with `?.`.
system Site {
  param name: String?
  param other: String = "x"
  output a = name?.upper() ?? "none"
  output b = name?.upper().length() ?? 0
  output c = other?.upper()
}
environment dev = Site
// --- expect
{ "outputs": { "a": "none", "b": 0, "c": "X" } }
