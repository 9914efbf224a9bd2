// rule: 9.2
// Elements that are looked into must be known.
import std.file { File }
system Site {
  a: File { path = "/a", content = "x" }
  let list = [a.sha256, "known"]
  output has = list.contains("x")
//             ^^^^ error[SP3003]: `a.sha256` is known only after apply, and a value in `.contains(...)` must be known before
  output joined = list.join("-")
//                ^^^^ error[SP3003]: `a.sha256` is known only after apply, and a value in `.join(...)` must be known before
  output count = list.length()
}
environment dev = Site
