// rule: 10.6
// `String | Secret<String>` takes both; what may be a secret is treated as one by whoever reads it.
import std.file { File }
system Site {
  a: File { path = "/a", content = "plain" }
  b: File { path = "/b", content = "key=${secret.env("KEY")}" }
  c: File { path = "/c", content = "${b.content ?? ""}!" }
  d: File { path = "/d", owner = b.content }
//                               ^^^^^^^^^ error[SP2301]: `b.content` is a secret: String? is not secret
  e: File { path = "/e", content = if b.content == "x" then "y" else "z" }
//                                    ^^^^^^^^^ error[SP2301]: `b.content` is a secret: nobody may look into it, and a value in `==` would
  output f = (b.content ?? "").upper()
//            ^^^^^^^^^^^^^^^ error[SP2301]: `b.content` is a secret: nobody may look into it, and a value in `.upper(...)` would
}
