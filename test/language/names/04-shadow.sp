// rule: 3.6
// A slot hides nothing of its file; only the names of the prelude may be hidden.
import std.file { File }
let domain = "x"
fn port(): Int = 80
system Site {
  param domain: String = "y"
//      ^^^^^^ error[SP2009]: `domain` would hide another `domain`
  port: File { path = "/a" }
//^^^^ error[SP2009]: `port` would hide another `port`
  param json: Int = 1
  output text = json + 1
}
