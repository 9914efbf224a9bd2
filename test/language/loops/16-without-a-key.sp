// rules: 5.7, 6.6
// What is written on a loop as if it were one resource belongs to one key, or to each.
import std.file { File }
system Site {
  files: File for n in ["a", "b"] { path = "/${n}" }
}
overlay locked on Site {
  files { mode = 0o600 }
//        ^^^^ error[SP2202]: `mode` is a field of each one, and `files` holds one for each key
}
overlay one on Site { files { a { mode = 0o600 } } }
overlay all on Site { files { each File { mode = 0o600 } } }
overlay other on Site { files { a = 3 } }
//                              ^ error[SP2202]: `a` is a resource or a system, which is amended and not assigned
