// rule: 4.23
// The keys of a map are strings, which may be refined.
type Name = String matching /^[a-z]+$/
system Site {
  param a: {Name: Int} = { ok = 1, "Not" = 2 }
//                                 ^^^^^ error[SP2110]: "Not" is no Name: it must match /^[a-z]+$/
  param b: {Int: Int} = {}
//          ^^^ error[SP2114]: this cannot be declared so: the keys of a map are strings
  param c: {"x" | "y": Int} = { x = 1, z = 2 }
//                                     ^ error[SP2101]: expected "x" | "y", found "z"
  output d = a["ok"]
}
