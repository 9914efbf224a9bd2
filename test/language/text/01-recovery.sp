// rule: 2.36
// A mistake in one declaration leaves the others checked.
import std.file { File }
system Site {
  a: File { path = }
//                 ^ error[SP1201]: expected a value, found `}`
  b: File { path = 1 }
//                 ^ error[SP2101]: expected Path, found 1
}
system Other {
  c: File { path = 2 }
//                 ^ error[SP2101]: expected Path, found 2
}
