// rule: 5.22
import std.file { File }
system Site {
  a: File {
    path = "/a"
    @protct
//   ^^^^^^ error[SP2111]: there is no annotation `@protct` here
    @every("10s")
//         ^^^^^ error[SP2101]: expected Duration, found "10s"
    @ignore(moed)
//          ^^^^ error[SP2102]: `File` has no `moed`
    @timeout
//  ^^^^^^^^ error[SP2106]: `@timeout` cannot be used so: it takes one value and gets none
    @after("b")
//         ^^^ error[SP2101]: expected a resource, found "b"
  }
}
