// rule: 10.2
// Never a key, compared, decided by, or part of a field that is not secret: each with the path that it took.
import std.db { Database }
system Inner { param token: Secret<String>, output again: Secret<String> = "x${token}" }
system Site {
  let password = secret.env("PASSWORD")
  let url = "db://${password}"
  a: Database { name = password, password }
//                     ^^^^^^^^ error[SP2301]: `secret.env("PASSWORD")` is a secret: String is not secret
  b: Database { name = "b", password, note = url }
//                                           ^^^ error[SP2301]: `secret.env("PASSWORD")` is a secret: String is not secret
  c: Database { name = "c", password, note = json({ url }) }
//                                           ^^^^^^^^^^^^^ error[SP2301]: `secret.env("PASSWORD")` is a secret: String is not secret
  d: Database { name = "d", password = url, note = b.password }
//                                                 ^^^^^^^^^^ error[SP2301]: `b.password` is a secret: String is not secret
  e: Database { name = "e", password, labels = { x = url } }
//                                                   ^^^ error[SP2301]: `secret.env("PASSWORD")` is a secret: String is not secret
  f: Database { name = "f", password, note = a.token }
//                                           ^^^^^^^ error[SP2301]: `a.token` is a secret: String is not secret
  inner: Inner { token = password }
  g: Database { name = "g", password = inner.again, note = inner.again }
//                                                         ^^^^^^^^^^^ error[SP2301]: `inner.again` is a secret: String is not secret
  output equal = password == "x"
//               ^^^^^^^^ error[SP2301]: `secret.env("PASSWORD")` is a secret: nobody may look into it, and a value in `==` would
  output chosen = if password == "x" then 1 else 2
//                   ^^^^^^^^ error[SP2301]: `secret.env("PASSWORD")` is a secret: nobody may look into it, and a value in `==` would
  output upper = password.upper()
//               ^^^^^^^^ error[SP2301]: `secret.env("PASSWORD")` is a secret: nobody may look into it, and a value in `.upper(...)` would
  output keyed = { [password] = 1 }
//                  ^^^^^^^^ error[SP2301]: `secret.env("PASSWORD")` is a secret: nobody may look into it, and a key would
  output looped = [x for x in [password] if x == "y"]
//                                          ^ error[SP2301]: `secret.env("PASSWORD")` is a secret: nobody may look into it, and a value in `==` would
  output length = url.length()
//                ^^^ error[SP2301]: `secret.env("PASSWORD")` is a secret: nobody may look into it, and a value in `.length(...)` would
  param plain: String = url
//                      ^^^ error[SP2301]: `secret.env("PASSWORD")` is a secret: String is not secret
}
// --- file: std:db.sp
@version(1)
kind Database by db {
  @key name: String
  password: Secret<String>
  note: String = ""
  labels: {String: String} = {}
  output token: Secret<String>
}
