// rule: 5.7
// What a loop goes over has names, is known, and is a collection.
import std.file { File }
type Zone { id: Int, name: String }
system Site {
  param zones: [Zone] = []
  param maybe: [String]?
  a: File { path = "/a", content = "x" }
  b: File for z in zones { path = "/b/${z.name}" }
//                 ^^^^^ error[SP2114]: this cannot be declared so: what it makes would have no names
  c: File for z in 5 { path = "/c" }
//                 ^ error[SP2101]: expected a list or a map, found 5
  d: File for z in [a.sha256] { path = "/d" }
//                 ^^^^^^^^^^ error[SP3003]: `a.sha256` is known only after apply, and an address must be known before
  e: File for z in maybe { path = "/e" }
//                 ^^^^^ error[SP2101]: expected a list or a map, found [String]?
  f: File for z in zones by z.id { path = "/f" }
//                          ^^^^ error[SP2101]: expected String, found Int
  g: File for z in zones by a.sha256 { path = "/g" }
//                          ^^^^^^^^ error[SP3003]: `a.sha256` is known only after apply, and an address must be known before
  h: File if a.sha256 == "x" { path = "/h" }
//           ^^^^^^^^ error[SP3003]: `a.sha256` is known only after apply, and a value in `==` must be known before
  i: File if "yes" { path = "/i" }
//           ^^^^^ error[SP2101]: expected Bool, found "yes"
  j: File for a in ["x"] { path = a }
//            ^ error[SP2009]: `a` would hide another `a`
  k: File for z in zones by z.name if z.nothing { path = "/k" }
//                                      ^^^^^^^ error[SP2102]: `Zone` has no `nothing`
}
