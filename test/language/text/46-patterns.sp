// rule: 2.30
// A `/` after a value divides; after `matching` it begins a pattern, in which a class may hold a `/`.
type Path2 = String matching /^(\/[a-z]+)+[/]?$/
system Site {
  param p: Path2 = "/a/b/"
  output a = 12 / 3 / 2
  output b = (12) / 3
  output c = [12][0] / 3
}
environment dev = Site
// --- expect
{"outputs":{"a":2,"b":4,"c":4}}
