// rule: 5.22
import std.file { File }
system Site {
  a: File {
    path = "/a"
    @every(5)
//         ^ error[SP2101]: expected Duration, found 5
    @wave("first")
//        ^^^^^^^ error[SP2101]: expected Int, found "first"
    @drift("ignore")
//         ^^^^^^^^ error[SP2101]: expected "correct" | "report", found "ignore"
    @adopt(true)
//         ^^^^ error[SP2101]: expected "must-match" | "if-unowned" | "always", found true
    @protect("yes")
//           ^^^^^ error[SP2101]: expected Bool, found "yes"
    @timeout(1s, 2s)
//  ^^^^^^^^^^^^^^^^ error[SP2106]: `@timeout` cannot be used so: it takes one value and gets 2
    @keep(1)
//        ^ error[SP2101]: expected Bool, found 1
    @after(5)
//         ^ error[SP2101]: expected a resource, found 5
    @ignore(nothing)
//          ^^^^^^^ error[SP2102]: `File` has no `nothing`
  }
  @wave(1)
//^ error[SP1201]: expected a declaration behind this annotation, found none
}
