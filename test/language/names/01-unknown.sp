// rules: 3.17, 12.6
// Names, with the near ones; an import that failed does not make its uses fail too.
import std.file { File, Fiel }
//                      ^^^^ error[SP2003]: `std.file` declares no `Fiel`
import std.flie { Thing }
//     ^^^^^^^^ error[SP1006]: the standard library has no module `std.flie`
import "./missing.sp" { Other }
//     ^^^^^^^^^^^^^^ error[SP1001]: there is no file `missing.sp`
import "../out.sp" { Out }
//     ^^^^^^^^^^^ error[SP1007]: `../out.sp` leads out of the package
system Site {
  param domain: Hostnam = "x"
//              ^^^^^^^ error[SP2007]: there is no type, kind or system named `Hostnam`
  a: File { path = "/${domian}" }
//                     ^^^^^^ error[SP2001]: nothing here is named `domian`
  b: Other { whatever = 1 }
  c: Thing { x = 1 }
  let self = self
//           ^^^^ error[SP2001]: nothing here is named `self`
  let kind_ = File
//            ^^^^ error[SP2008]: `File` is a kind, and a value is wanted here
}
