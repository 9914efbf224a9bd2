// rule: 9.5
// A deferred value that an overlay puts where something is decided is found when the environment is evaluated.
import std.file { File }
system Site {
  param name: String = "x"
  a: File { path = "/a", content = "x" }
  b: File { path = "/b", content = if name == "x" then "yes" else "no" }
//                                         ^^ error[SP3003]: `a.sha256` is known only after apply, and a value in `==` must be known before
}
overlay o on Site { name = a.sha256 }
environment dev = Site with o
