// rule: 9.2
// Elements that are compared must be known; that they are not is found when the environment is evaluated.
import std.file { File }
system Site {
  a: File { path = "/a", content = "x" }
  let list = [a.sha256, "known"]
  output has = list.contains("x")
//                  ^^^^^^^^ error[SP3003]: `a.sha256` is known only after apply, and an element of this list must be known before
  output joined = list.join("-")
//                     ^^^^ error[SP3003]: `a.sha256` is known only after apply, and an element of this list must be known before
  output count = list.length()
}
environment dev = Site
