// rule: 4.12
// `?` binds to the name before it, then the refinements.
system Site {
  param a: Int? in 1..5
  param b: String? matching /^a/ = "b"
//                                 ^^^ error[SP2110]: "b" is no String: it must match /^a/
//                                 ^^^ error[SP2114]: this cannot be declared so: what has a default is never absent
  output x = a ?? 7
}
