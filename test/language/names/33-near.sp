// rule: 3.17
// The nearest name is offered, whatever it names.
import std.file { File }
//                ^^^^ warning[SP2005]: `File` is imported and never used
type Person { name: String }
system Site {
  param domain: String = "x"
  output a = domian
//           ^^^^^^ error[SP2001]: nothing here is named `domian`
  output b = Persn { name = "x" }
//           ^^^^^ error[SP2007]: there is no type, kind or system named `Persn`
  c: Fiel { path = "/c" }
//   ^^^^ error[SP2007]: there is no type, kind or system named `Fiel`
  output d = "x".uper()
//               ^^^^ error[SP2103]: `"x"` has no method `uper`
  output e = [1].lenght()
//               ^^^^^^ error[SP2103]: `[Int]` has no method `lenght`
  output f = tols("x")
//           ^^^^ error[SP2103]: there is no function `tols`
}
overlay prod on Stie { }
//              ^^^^ error[SP2007]: there is no type, kind or system named `Stie`
environment dev = Site with prd
//                          ^^^ error[SP2001]: nothing here is named `prd`
fn tools(s: String): String = s
