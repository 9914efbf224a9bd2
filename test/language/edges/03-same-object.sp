// rule: 5.28
// Two resources cannot manage the same object.
import std.file { File }
system Site {
  a: File { path = "/srv/a" }
  b: File { path = "/srv/${"a"}" }
//^ error[SP4005]: `a` and `b` manage the same object: path "/srv/a"
}
environment dev = Site
