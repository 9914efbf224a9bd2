// rule: 3.2
import std.file { File }
type Person { first: String, last: String = "L" }
system Site {
  param path: Path = "/of/the/system"
  param first: String = "outside"
  a: File { path = "/a", content = path }
  output p = Person { first = "inside", last = first }
}
environment dev = Site
// --- expect
{"a":{"path":"/a","content":"/of/the/system","mode":420},"outputs":{"p":{"first":"inside","last":"outside"}}}
