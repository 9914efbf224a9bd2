// rule: 4.35
// Secret and deferred go through every expression; what is made of them is as they are.
import std.file { File }
system Site {
  a: File { path = "/a", content = "x" }
  let secretText = secret.env("X")
  let list = [secretText]
  let map = { a = secretText }
  let chosen = if true then secretText else "plain"
  let joined = "x ${secretText}"
  output one: String = list[0]
//                     ^^^^^^^ error[SP2301]: `secret.env("X")` is a secret: String is not secret
  output two: String = map.a
//                     ^^^^^ error[SP2301]: `secret.env("X")` is a secret: String is not secret
  output three: String = chosen
//                       ^^^^^^ error[SP2301]: `secret.env("X")` is a secret: String is not secret
  output four: String = joined
//                      ^^^^^^ error[SP2301]: `secret.env("X")` is a secret: String is not secret
  output five = "x ${a.sha256}".upper()
//              ^^^^^^^^^^^^^^^ error[SP3003]: `a.sha256` is known only after apply, and a value in `.upper(...)` must be known before
  output six = [a.sha256][0].length()
//             ^^^^^^^^^^^^^ error[SP3003]: `a.sha256` is known only after apply, and a value in `.length(...)` must be known before
  output seven = { k = a.sha256 }.k == "x"
//               ^^^^^^^^^^^^^^^^^^ error[SP3003]: `a.sha256` is known only after apply, and a value in `==` must be known before
}
