// rule: 12.1
// The first word of an import is `std`, or a package that setpoint.toml names.
import std.file { File }
import shop.web { Web }
//     ^^^^^^^^ error[SP1008]: there is no package `shop`
import std.nothing { A }
//     ^^^^^^^^^^^ error[SP1006]: the standard library has no module `std.nothing`
import file { File as B }
//     ^^^^ error[SP1008]: there is no package `file`
import "std/file.sp" { C }
//     ^^^^^^^^^^^^^ error[SP1007]: `std/file.sp` leads out of the package
system Site { f: File { path = "/f" } }
