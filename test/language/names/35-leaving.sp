// rule: 12.2
// A path stays inside its package, however it is written.
import "../other.sp" { A }
//     ^^^^^^^^^^^^^ error[SP1007]: `../other.sp` leads out of the package
import "/etc/passwd" as b: String
//     ^^^^^^^^^^^^^ error[SP1007]: `/etc/passwd` leads out of the package
import "./a/../../c.sp" { C }
//     ^^^^^^^^^^^^^^^^ error[SP1007]: `./a/../../c.sp` leads out of the package
import "./a/../lib.sp" { D }
import "a\\..\\..\\b.sp" { E }
//     ^^^^^^^^^^^^^^^^^ error[SP1007]: `a\..\..\b.sp` leads out of the package
import "http://example.com/x.sp" { F }
//     ^^^^^^^^^^^^^^^^^^^^^^^^^ error[SP1007]: `http://example.com/x.sp` leads out of the package
system Site { output d = D { } }
// --- file: lib.sp
type D { x: Int = 1 }
