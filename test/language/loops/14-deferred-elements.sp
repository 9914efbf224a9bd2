// rule: 9.1
// The elements of a list may be known only after apply, as long as their number is known.
import std.file { File }
system Site {
  a: File { path = "/a", content = "x" }
  b: File { path = "/b", content = "y" }
  c: File { path = "/c", content = json([f.sha256 for f in [a, b]]) }
}
environment dev = Site
