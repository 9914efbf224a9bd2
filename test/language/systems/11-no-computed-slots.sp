// rule: 5.11
// The name of a slot is written, and never computed.
import std.file { File }
system Site {
  let name = "a"
  [name]: File { path = "/a" }
//^ error[SP1201]: expected `param`, `let`, `output`, a slot (`name: Kind { }`) or `}`, found `[`
  "quoted": File { path = "/b" }
//^^^^^^^^ error[SP1201]: expected `param`, `let`, `output`, a slot (`name: Kind { }`) or `}`, found `"quoted"`
  "${name}": File { path = "/c" }
//^^^ error[SP1201]: expected `param`, `let`, `output`, a slot (`name: Kind { }`) or `}`, found `"${`
}
