// rule: 10.1
// A secret is a reference; the compiler hands it on and never reads it.
import std.db { Database }
system Site {
  db: Database { name = "x", password = secret.env("PASSWORD") }
  other: Database { name = "y", password = secret.vault("kv/db#password"), note = "plain" }
  third: Database { name = "z", password = secret.file("/run/secrets/db"), url = "db://${secret.env("A")}@host" }
}
environment dev = Site
// --- expect
{
  "db": { "password": { "$secret": { "provider": "env", "key": "PASSWORD" } } },
  "other": { "password": { "$secret": { "provider": "vault", "key": "kv/db#password" } } },
  "third": { "url": { "$join": ["db://", { "$secret": { "provider": "env", "key": "A" } }, "@host"] } }
}
// --- file: std:db.sp
@version(1)
kind Database by db {
  @key name: String
  password: Secret<String>
  url: Secret<String>?
  note: String = ""
}
