// rule: 9.2
// What is known only after apply decides no arm.
import std.file { File }
system Site {
  a: File { path = "/a", content = "x" }
  b: File { path = "/b", content = match a.sha256 { "x" => "y", _ => "z" } }
//                                       ^^^^^^^^ error[SP3003]: `a.sha256` is known only after apply, and what `match` decides by must be known before
}
