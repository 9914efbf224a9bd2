// rule: 5.1
// Everything that a system can hold, in any order.
import std.file { File, Directory }
system Inner { param n: Int = 1, output twice = n * 2 }
system Site {
  output url = "${scheme}://${domain}"
  root: Directory { path = "/srv" }
  let scheme = "https"
  inner: Inner { n = 3 }
  param domain: String = "x"
  existing hosts: File { path = "/etc/hosts" }
  files: File for n in ["a"] { path = "${root.path}/${n}" }
  spare: File if domain == "y" { path = "/spare" }
  moved "old" to root
  removed "gone"
  assert domain != "" else "no domain"
  output sum = inner.twice
}
environment dev = Site
// --- expect
{"files.a":{"mode":420,"path":"/srv/a"},"hosts":{"path":"/etc/hosts"},"root":{"mode":493,"path":"/srv","purge":false},"outputs":{"sum":6,"url":"https://x"}}
