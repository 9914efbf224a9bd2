// rules: 4.14, 4.35
// The same, written.
import std.file { File }
import std.secret as secret
system Inner {
  param key: Secret<String>?
  file: File { path = "/i", content = key }
}
system Site {
  none: Inner { file { path = "/none" } }
  some: Inner { key = secret.env("KEY") }
}
environment dev = Site
// --- expect
{ "none.file": { "content": null },
  "some.file": { "content": { "$secret": { "provider": "env", "key": "KEY" } } } }
