// rule: 6.30
// What depends on a slot follows it, through lets, defaults, other slots and nested systems.
import std.file { File }
system Inner { param at: String, output line = "at ${at}" }
system Site {
  param port: Port = 80
  let host = "localhost:${port}"
  inner: Inner { at = host }
  f: File { path = "/${port}", content = inner.line }
  output again = inner.line.upper()
}
overlay o on Site { port = 8080 }
environment dev = Site with o
// --- expect
{"f":{"content":"at localhost:8080","mode":420,"path":"/8080"},"outputs":{"again":"AT LOCALHOST:8080"}}
