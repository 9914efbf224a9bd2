// rule: 10.3
// What is no secret may stand in a secret field; what is made with a secret may not stand elsewhere.
import std.db { Database }
system Site {
  a: Database { name = "a", password = "plain" }
  b: Database { name = "b", password = if true then "plain" else secret.env("X") }
}
environment dev = Site
// --- file: std:db.sp
@version(1)
kind Database by db { @key name: String, password: Secret<String> }
// --- expect
{ "a": { "password": "plain" } }
