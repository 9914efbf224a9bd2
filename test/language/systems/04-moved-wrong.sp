// rule: 5.25
import std.file { File }
system Site {
  param n: Int = 1
  web: File { path = "/web" }
  moved "web" to web
//      ^^^^^ error[SP2114]: this cannot be declared so: `web` is still there
  moved "a b" to web
//      ^^^^^ error[SP2114]: this cannot be declared so: an address is slots with dots between them: `checkout.db`
  moved "x" to wbe
//             ^^^ error[SP2001]: nothing here is named `wbe`
  moved "y" to n
//             ^ error[SP2008]: `n` is a param, and a resource or a system is wanted here
  removed "web"
//        ^^^^^ error[SP2114]: this cannot be declared so: `web` is still there
  removed "z" { destroy = 1, destory = true }
//                        ^ error[SP2101]: expected Bool, found 1
//                           ^^^^^^^ error[SP2102]: `removed` has no `destory`
}
