// rule: 6.12
// A resource of a loop can be removed by its key, and the whole slot by its name.
import std.file { File }
system Site {
  keys: File for n in ["ada", "grace"] { path = "/${n}" }
  more: File for n in ["x"] { path = "/more/${n}" }
}
overlay less on Site { keys { remove ada }, remove more }
environment dev = Site with less
// --- expect
{ "keys.grace": { "path": "/grace" }, "absent": ["keys.ada", "more.x"] }
