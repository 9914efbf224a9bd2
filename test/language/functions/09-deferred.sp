// rule: 9.2
// What a function makes of a deferred value is deferred; where its body decides by it, that is an error there.
import std.file { File }
fn line(name: String): String = "name=${name}\n"
fn choose(name: String): String = if name == "x" then "a" else "b"
system Site {
  a: File { path = "/a", content = "x" }
  b: File { path = "/b", content = line(a.sha256) }
  c: File { path = "/c/${line(a.sha256)}" }
//                 ^^^^^^^^^^^^^^^^^^^^^^ error[SP3003]: `a.sha256` is known only after apply, and what identifies a resource must be known before
}
