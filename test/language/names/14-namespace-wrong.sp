// rule: 3.14
import std.file as files
import "./lib.sp" as lib
import "./data.json" as data
//                      ^^^^ error[SP2114]: this cannot be declared so: data is read as what its type says
import "./lib.sp" as typed: Int
//                   ^^^^^ error[SP2114]: this cannot be declared so: a `.sp` file is no data
system Site {
  a: files.Flie { path = "/a" }
//         ^^^^ error[SP2007]: there is no type, kind or system named `files.Flie`
  b: lib.Inner { n = 1 }
  output c = lib.nothing(1)
//               ^^^^^^^ error[SP2001]: nothing here is named `lib.nothing`
  output d = lib
//           ^^^ error[SP2008]: `lib` is a module, and a value is wanted here
  output e = lib.Inner
//               ^^^^^ error[SP2008]: `Inner` is a system, and a value is wanted here
  output f = lib._hidden()
//               ^^^^^^^ error[SP2001]: nothing here is named `lib._hidden`
  param g: lib.Nothing = 1
//             ^^^^^^^ error[SP2007]: there is no type, kind or system named `lib.Nothing`
  param h: nothing.Type = 1
//                 ^^^^ error[SP2007]: there is no type, kind or system named `nothing.Type`
}
environment dev = lib.Missing
//                    ^^^^^^^ error[SP2007]: there is no type, kind or system named `Missing`
// --- file: lib.sp
let value = 1
fn _hidden(): Int = 1
system Inner { param n: Int = 1 }
// --- file: data.json
1
