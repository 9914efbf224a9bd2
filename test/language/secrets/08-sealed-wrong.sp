// rule: 10.1
// What is no sealed text is found before any agent tries to open it.
import std.db { Database }
system Site {
  a: Database { name = "a", password = secret.sealed("") }
//                                            ^^^^^^ error[SP2302]: this is no sealed text: it is empty
  b: Database { name = "b", password = secret.sealed("hunter2") }
//                                            ^^^^^^ error[SP2302]: this is no sealed text: it is not base64, or a part of it is missing
  c: Database { name = "c", password = secret.sealed("aHVudGVyMgo=") }
//                                            ^^^^^^ error[SP2302]: this is no sealed text: it is base64 of something else
  d: Database { name = "d", password = secret.sealed("YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBYSUV0amFTdGYwUW5sbkx4UXo2ekZaaWw1MjZ5UjlPWGRHVkpSWk9JN1Fj") }
//                                            ^^^^^^ error[SP2302]: this is no sealed text: it is damaged, or a part of it is missing
  e: Database { name = "e", password = secret.sealed("YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBYSUV0amFTdGYwUW5sbkx4UXo2ekZaaWw1MjZ5UjlPWGRHVkpSWk9JN1FjCjY1ZUFFQUZab2RNd212SmtIbG9WVVJkSFpGcjJCV1RPemtXQng0ciswSFUKLS0tIElDUDNHSmJpZVNoSjV4QVk3WHRJaWFpaFdPRExYT3M1WERkdjJoL2RrMncKITv18GCz5nPMk3e1IuITEjg7uXfWZQth") }
//                                            ^^^^^^ error[SP2302]: this is no sealed text: it is damaged, or a part of it is missing
  g: Database { name = "g", password = secret.sealed("YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBqMnZQbmt2K2lCaG0ra1RCUk9FUDl3IDEwCmJPdG01YTdKVzVnaWdpekxUSjI2ZTNoREpSZXNNSlZCUkZIQVgzL1dtYW8KLS0tIHZLQ0tGOEZscTBESnJIRFV5dFlac0lYUFpNdW9XbDBTSFNHYVZEdnpDV2sKK2by+vZGmaPEQ9CC/UTodCwsQ8/ISarIvhY/rqpmjGh1") }
//                                            ^^^^^^ error[SP2302]: this is no sealed text: it is sealed with a passphrase, and an agent has none
  h: Database { name = "h", password = secret.sealed("-----BEGIN AGE ENCRYPTED FILE-----YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBYSUV0amFTdGYwUW5sbkx4UXo2ekZaaWw1MjZ5UjlPWGRHVkpSWk9JN1FjCjY1ZUFFQUZab2RNd212SmtIbG9WVVJkSFpGcjJCV1RPemtXQng0ciswSFUKLS0tIElDUDNHSmJpZVNoSjV4QVk3WHRJaWFpaFdPRExYT3M1WERkdjJoL2RrMncKITv18GCz5nPMk3e1IuITEjg7uXfWZQthtUvOAPNoy2GC1ICDX/uo") }
//                                            ^^^^^^ error[SP2302]: this is no sealed text: it is not base64, or a part of it is missing
}
environment dev = Site
// --- file: std:db.sp
@version(1)
kind Database by db {
  @key name: String
  password: Secret<String>
}
