// rules: 4.26, 7.7
// Required fields and parameters are missed by the environment, once each.
import std.file { File }
system Site {
  param domain: Hostname
  a: File { content = domain }
//^ error[SP2105]: `a` needs a `path`
  b: File { path = "/${domain}" }
}
environment dev = Site
//          ^^^ error[SP4004]: `Site` needs `domain`, and `dev` does not give it
