// rules: 9.2, 9.3
// What is deferred is known by its type, through every expression; the message names the output and where it was read.
import std.file { File }
type Box { value: String }
system Inner { param text: Deferred<String>, output doubled = "${text}${text}" }
system Site {
  a: File { path = "/a", content = "x" }
  let hash = a.sha256
  let text = "hash ${hash}"
  let list = [text, "known"]
  let chosen = if list.length() > 1 then text else "other"
  inner: Inner { text = a.sha256 }
  output known = list.length()
  output wrong1 = if text == "x" then 1 else 2
//                   ^^^^ error[SP3003]: `a.sha256` is known only after apply, and a value in `==` must be known before
  output wrong3 = list[0].upper()
//                ^^^^^^^ error[SP3003]: `a.sha256` is known only after apply, and a value in `.upper(...)` must be known before
  output wrong4 = { [chosen] = 1 }
//                   ^^^^^^ error[SP3003]: `a.sha256` is known only after apply, and a key must be known before
  output wrong5 = [1, 2][hash.length()]
//                       ^^^^ error[SP3003]: `a.sha256` is known only after apply, and a value in `.length(...)` must be known before
  output wrong6 = inner.doubled.length()
//                ^^^^^^^^^^^^^ error[SP3003]: `text` is known only after apply, and a value in `.length(...)` must be known before
  output wrong7 = not (chosen == "x")
//                     ^^^^^^ error[SP3003]: `a.sha256` is known only after apply, and a value in `==` must be known before
  output wrong8 = chosen < "x"
//                ^^^^^^ error[SP3003]: `a.sha256` is known only after apply, and a value in `<` must be known before
  output fine = json({ list, chosen })
  b: File { path = "/b", content = toml({ list, chosen }) }
}
