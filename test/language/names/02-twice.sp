// rule: 3.13
// Twice declared, unused, imported from next door under another name.
import std.file { File, Directory }
//                      ^^^^^^^^^ warning[SP2005]: `Directory` is imported and never used
import "lib/names.sp" { folder as base }
system Site {
  a: File { path = "${base}/a" }
}
environment dev = Site
// --- file: lib/names.sp
let folder = "/srv"
// --- expect
{ "a": { "path": "/srv/a" } }
