// rule: 10.1
// A sealed text goes into the graph as one line, however it is written; nothing is opened.
import std.db { Database }
let password = secret.sealed("YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBYSUV0amFTdGYwUW5sbkx4UXo2ekZaaWw1MjZ5UjlPWGRHVkpSWk9JN1FjCjY1ZUFFQUZab2RNd212SmtIbG9WVVJkSFpGcjJCV1RPemtXQng0ciswSFUKLS0tIElDUDNHSmJpZVNoSjV4QVk3WHRJaWFpaFdPRExYT3M1WERkdjJoL2RrMncKITv18GCz5nPMk3e1IuITEjg7uXfWZQthtUvOAPNoy2GC1ICDX/uo")
system Site {
  db: Database { name = "x", password }
  other: Database {
    name = "y"
    password = secret.sealed("""
    -----BEGIN AGE ENCRYPTED FILE-----
    YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBYSUV0amFTdGYwUW5sbkx4
    UXo2ekZaaWw1MjZ5UjlPWGRHVkpSWk9JN1FjCjY1ZUFFQUZab2RNd212SmtIbG9W
    VVJkSFpGcjJCV1RPemtXQng0ciswSFUKLS0tIElDUDNHSmJpZVNoSjV4QVk3WHRJ
    aWFpaFdPRExYT3M1WERkdjJoL2RrMncKITv18GCz5nPMk3e1IuITEjg7uXfWZQth
    tUvOAPNoy2GC1ICDX/uo
    -----END AGE ENCRYPTED FILE-----
    """)
    url = "db://${secret.sealed("YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBYSUV0amFTdGYwUW5sbkx4UXo2ekZaaWw1MjZ5UjlPWGRHVkpSWk9JN1FjCjY1ZUFFQUZab2RNd212SmtIbG9WVVJkSFpGcjJCV1RPemtXQng0ciswSFUKLS0tIElDUDNHSmJpZVNoSjV4QVk3WHRJaWFpaFdPRExYT3M1WERkdjJoL2RrMncKITv18GCz5nPMk3e1IuITEjg7uXfWZQthtUvOAPNoy2GC1ICDX/uo")}@host"
  }
}
environment dev = Site
// --- expect
{
  "db": { "password": { "$secret": { "provider": "sealed", "key": "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBYSUV0amFTdGYwUW5sbkx4UXo2ekZaaWw1MjZ5UjlPWGRHVkpSWk9JN1FjCjY1ZUFFQUZab2RNd212SmtIbG9WVVJkSFpGcjJCV1RPemtXQng0ciswSFUKLS0tIElDUDNHSmJpZVNoSjV4QVk3WHRJaWFpaFdPRExYT3M1WERkdjJoL2RrMncKITv18GCz5nPMk3e1IuITEjg7uXfWZQthtUvOAPNoy2GC1ICDX/uo" } } },
  "other": {
    "password": { "$secret": { "provider": "sealed", "key": "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBYSUV0amFTdGYwUW5sbkx4UXo2ekZaaWw1MjZ5UjlPWGRHVkpSWk9JN1FjCjY1ZUFFQUZab2RNd212SmtIbG9WVVJkSFpGcjJCV1RPemtXQng0ciswSFUKLS0tIElDUDNHSmJpZVNoSjV4QVk3WHRJaWFpaFdPRExYT3M1WERkdjJoL2RrMncKITv18GCz5nPMk3e1IuITEjg7uXfWZQthtUvOAPNoy2GC1ICDX/uo" } },
    "url": { "$join": ["db://", { "$secret": { "provider": "sealed", "key": "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBYSUV0amFTdGYwUW5sbkx4UXo2ekZaaWw1MjZ5UjlPWGRHVkpSWk9JN1FjCjY1ZUFFQUZab2RNd212SmtIbG9WVVJkSFpGcjJCV1RPemtXQng0ciswSFUKLS0tIElDUDNHSmJpZVNoSjV4QVk3WHRJaWFpaFdPRExYT3M1WERkdjJoL2RrMncKITv18GCz5nPMk3e1IuITEjg7uXfWZQthtUvOAPNoy2GC1ICDX/uo" } }, "@host"] }
  }
}
// --- file: std:db.sp
@version(1)
kind Database by db {
  @key name: String
  password: Secret<String>
  url: Secret<String>?
}
