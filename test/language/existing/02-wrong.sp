// rule: 5.24
import std.file { File }
system Inner { param a: Int = 1 }
system Site {
  existing hosts: File { path = "/etc/hosts" }
  existing inner: Inner
//                ^^^^^ error[SP2114]: this cannot be declared so: only a resource can be there already
  a: File { path = "/a", mode = if hosts.mode == 1 then 1 else 2 }
//                                 ^^^^^^^^^^ error[SP3003]: `hosts.mode` is known only after apply, and a value in `==` must be known before
  b: File { path = "/${hosts.owner}" }
//                     ^^^^^^^^^^^ error[SP2109]: String? cannot be written into a string
}
