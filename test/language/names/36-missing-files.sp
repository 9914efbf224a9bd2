// rule: 12.6
// What is imported and not there is said at the import, and its uses say nothing.
import "./gone.sp" { Gone, gone }
//     ^^^^^^^^^^^ error[SP1001]: there is no file `gone.sp`
import "./folder" { A }
//     ^^^^^^^^^^ error[SP1001]: there is no file `folder`
import "./data.json" as data: Int
//     ^^^^^^^^^^^^^ error[SP1001]: there is no file `data.json`
import std.file { Nothing }
//                ^^^^^^^ error[SP2003]: `std.file` declares no `Nothing`
system Site {
  a: Gone { x = 1 }
  b: Nothing { y = 2 }
  output c = gone + data
}
