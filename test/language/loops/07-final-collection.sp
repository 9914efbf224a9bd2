// rule: 6.21
// The loop goes over the final collection; what amends a key that is not in it is told so.
import std.file { File }
system Site {
  param names: [String] = ["ada", "grace"]
  keys: File for n in names { path = "/${n}" }
}
overlay fewer on Site { names = ["ada"] }
overlay amends on Site {
  keys { grace { mode = 0o600 } }
//       ^^^^^ error[SP2108]: nothing to amend: `keys` has nothing named `grace`
  keys { adda { mode = 0o600 } }
//       ^^^^ error[SP2108]: nothing to amend: `keys` has nothing named `adda`
}
overlay removes on Site { keys { remove ada } }
environment dev = Site with fewer, amends
