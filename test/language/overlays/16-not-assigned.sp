// rule: 6.31
// A resource or a system is amended and never assigned; a `let` and an output of a kind are not written at all.
import std.file { File }
system Inner { param n: Int = 1 }
system Site {
  let l = 1
  a: File { path = "/a" }
  i: Inner
  many: File for n in ["x"] { path = "/${n}" }
}
overlay o on Site { l = 2, a = { path = "/b" }, i = { n = 2 }, many = {} }
//                  ^ error[SP2202]: `l` is a `let`, which is recomputed and never amended
//                         ^ error[SP2202]: `a` is a resource or a system, which is amended and not assigned
//                                              ^ error[SP2202]: `i` is a resource or a system, which is amended and not assigned
//                                                             ^^^^ error[SP2202]: `many` is a resource or a system, which is amended and not assigned
overlay p on Site { a { sha256 = "x" }, many { x = { path = "/b" } } }
//                      ^^^^^^ error[SP2202]: `sha256` is an output, known only after apply
//                                             ^ error[SP2202]: `x` is a resource or a system, which is amended and not assigned
