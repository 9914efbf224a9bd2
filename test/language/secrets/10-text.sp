// rule: 10.4
// Text with a secret in it is a secret, however deep.
import std.db { Database }
system Site {
  let url = "db://${secret.env("USER")}:${secret.env("PASSWORD")}@host"
  a: Database { name = "a", password = "x${url}y" }
  b: Database { name = "b", password = "p", note = "x${url}y" }
//                                                 ^^^^^^^^^^ error[SP2301]: `secret.env("USER")` is a secret: String is not secret
  c: Database { name = "c", password = json({ url }) }
}
// --- file: std:db.sp
@version(1)
kind Database by db { @key name: String, password: Secret<String>, note: String = "" }
