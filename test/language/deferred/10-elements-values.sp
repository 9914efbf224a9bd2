// rules: 9.2, 9.5
// That an element is not known may come to light only when the environment is evaluated.
import std.file { File }
system Site {
  param texts: [String] = ["known"]
  output has = texts.contains("x")
//                   ^^^^^^^^ error[SP3003]: `a.sha256` is known only after apply, and an element of this list must be known before
  output joined = texts.join("-")
//                      ^^^^ error[SP3003]: `a.sha256` is known only after apply, and an element of this list must be known before
  a: File { path = "/a", content = "x" }
}
overlay more on Site { texts = [a.sha256] }
environment dev = Site with more
