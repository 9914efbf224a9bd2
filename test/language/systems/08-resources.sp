// rule: 5.3
// A resource is a slot with a kind; its fields are those of the kind.
import std.file { File }
type Person { name: String }
system Site {
  a: File { path = "/a", mode = 0o600 }
  b: File { path = "/b", size = 5 }
//                       ^^^^ error[SP2102]: `File` has no `size`
  c: File
  d: Person { name = "x" }
//   ^^^^^^ error[SP2008]: `Person` is a type, and a kind or a system is wanted here
  e: String { }
//   ^^^^^^ error[SP2008]: `String` is a type, and a kind or a system is wanted here
}
environment dev = Site
