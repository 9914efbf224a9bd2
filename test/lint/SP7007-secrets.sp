import std.file { File }

let fine = "db-password"
let sealedToken = "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBYSUV0amFTdGYwUW5sbkx4UXo2ekZaaWw1MjZ5UjlPWGRHVkpSWk9JN1FjCjY1ZUFFQUZab2RNd212SmtIbG9WVVJkSFpGcjJCV1RPemtXQng0ciswSFUKLS0tIElDUDNHSmJpZVNoSjV4QVk3WHRJaWFpaFdPRExYT3M1WERkdjJoL2RrMncKITv18GCz5nPMk3e1IuITEjg7uXfWZQthtUvOAPNoy2GC1ICDX/uo"

system Site {
  param password: String = "hunter2"
//                         ^^^^^^^^^ SP7007: this looks like a password
  param passwordFile: Path = "/run/secrets/db"
  db:  File { path = "/db", content = "postgres://shop:s3cret@db/shop" }
//                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ SP7007: this looks like a URL with a password
  env: File {
    path    = "/env"
    content = json({ apiToken = "a1b2c3d4e5f6g7h8", host = "a1b2c3d4e5f6g7h8", note = fine })
//                              ^^^^^^^^^^^^^^^^^^ SP7007: this looks like a key or a token
  }
}
