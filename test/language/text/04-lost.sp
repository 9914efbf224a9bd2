// rule: 2.36
// Where a declaration could not be read at all, the names that it may have declared are not missed; the rest is checked.
import std.file { File }
 system { param a: Int = 1 }
//      ^ error[SP1201]: expected a type name, found `{`
system Other {
  5: File { path = "/a" }
//^ error[SP1201]: expected `param`, `let`, `output`, a slot (`name: Kind { }`) or `}`, found `5`
  b: File { path = unknown, mode = "x" }
//                                 ^^^ error[SP2101]: expected FileMode, found "x"
}
overlay o on Other { nothing = 1, b { pth = "x" } }
//                                    ^^^ error[SP2102]: `File` has no `pth`
environment dev = Site
