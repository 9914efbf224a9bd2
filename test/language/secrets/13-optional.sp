// rules: 4.14, 4.35, 10.6
// A secret that may be absent is given where one may be, handed through systems, and has a default like anything else.
import std.file { File }
import std.secret as secret
system Inner {
  param key: Secret<String>?
  file: File { path = "/i", content = key }
  other: File { path = "/j", content = key ?? "none" }
  output given = key ?? "none"
}
system Site {
  param key: Secret<String>?
  existing old: File { path = "/old" }
  one: Inner { key = key }
  two: Inner { key = secret.env("KEY") }
  copy: File { path = "/copy", content = old.content ?? "none" }
//                                       ^^^^^^^^^^^ error[SP3003]: `old.content` is known only after apply, and whether a value is there must be known before
  output length = (key ?? "none").length()
//                 ^^^^^^^^^^^^^ error[SP2301]: `key` is a secret: nobody may look into it, and a value in `.length(...)` would
}
