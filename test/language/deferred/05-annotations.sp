// rule: 9.2
// Annotations are known before apply.
import std.file { File }
system Site {
  a: File { path = "/a", content = "x" }
  b: File { path = "/b", @protect(a.sha256 == "x") }
//                                ^^^^^^^^ error[SP3003]: `a.sha256` is known only after apply, and a value in `==` must be known before
  c: File { path = "/c", @every(if a.sha256 == "x" then 1s else 2s) }
//                                 ^^^^^^^^ error[SP3003]: `a.sha256` is known only after apply, and a value in `==` must be known before
}
