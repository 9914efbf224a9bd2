// rule: 2.15
// A value for a name that nothing declares is a typo and never a new field.
import std.file { File }
system Site {
  a: File { path = "/a", mdoe = 0o600 }
//                       ^^^^ error[SP2102]: `File` has no `mdoe`
}
overlay o on Site { n = 1 }
//                  ^ error[SP2102]: `Site` has no `n`
