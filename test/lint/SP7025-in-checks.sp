import std.file { File }
system Site { index: File { path = "/a" } }
overlay all on Site { each File where true { mode = 0o600 } }
//                                    ^^^^ SP7025: this condition is always true
policy "p" on File where false { require true }
//                       ^^^^^ SP7025: this condition is always false
//                                       ^^^^ SP7025: this condition is always true
