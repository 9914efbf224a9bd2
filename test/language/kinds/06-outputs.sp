// rule: 5.14
// What the target says is never written, by a body or an overlay, and known to nobody before apply.
import std.file { File }
system Site {
  a: File { path = "/a", sha256 = "x" }
//                       ^^^^^^ error[SP2202]: `sha256` is an output, known only after apply
  b: File { path = "/b", mode = if a.sha256 == "x" then 1 else 2 }
//                                 ^^^^^^^^ error[SP3003]: `a.sha256` is known only after apply, and a value in `==` must be known before
}
overlay o on Site { a { sha256 = "y", remove sha256 } }
//                      ^^^^^^ error[SP2202]: `sha256` is an output, known only after apply
//                                           ^^^^^^ error[SP2112]: `sha256` is written twice in one block
//                                           ^^^^^^ error[SP2202]: `sha256` is an output, known only after apply
