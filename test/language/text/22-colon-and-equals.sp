// rule: 2.14
// `:` declares with a type, `=` gives a value; neither stands for the other.
import std.file { File }
system Site {
  param a: Int = 1
  param b = 1
//        ^ error[SP1201]: expected `:`, found `=`
  c = File { path = "/c" }
//  ^ error[SP1201]: expected `:`, found `=`
  d: File { path: "/d", mode = 0o600 }
//                ^^^^ error[SP1201]: expected the name of a type, found `"/d"`
  output e: String = "x"
  output f: String, output g = 1
//                ^ error[SP1201]: expected `=`, found `,`
}
