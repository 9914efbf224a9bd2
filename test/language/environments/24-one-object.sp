// rule: 7.6
// all environments
// environment: dev
// Two environments do not manage one object; on targets of their own, read only, or under other keys it is another one.
import std.file { File }
system Site {
  param page: String = "index"
  index: File { path = "/srv/${page}.html" }
}
system Reader { existing index: File { path = "/srv/index.html" } }
environment dev = Site { target = { name = "web-1", driver = "local" } }
environment prod = Site { target = { name = "web-1", driver = "local" } }
//          ^^^^ error[SP4007]: `dev` and `prod` both manage `index`
environment other = Site { target = { name = "web-2", driver = "local" } }
environment named = Site with { page = "start" } { target = { name = "web-1", driver = "local" } }
environment reader = Reader { target = { name = "web-1", driver = "local" } }
