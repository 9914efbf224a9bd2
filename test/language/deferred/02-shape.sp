// rule: 9.2
// A deferred value decides neither a condition nor a key.
import std.file { File }
system Site {
  a: File { path = "/a" }
  b: File { path = "/${a.sha256}" }
//                 ^^^^^^^^^^^^^^ error[SP3003]: `a.sha256` is known only after apply, and what identifies a resource must be known before
  c: File { path = "/c", content = if a.sha256 == "x" then "y" else "z" }
//                                    ^^^^^^^^ error[SP3003]: `a.sha256` is known only after apply, and a value in `==` must be known before
  d: File { path = "/d", content = a.sha256.upper() }
//                                 ^^^^^^^^ error[SP3003]: `a.sha256` is known only after apply, and a value in `.upper(...)` must be known before
}
environment dev = Site
