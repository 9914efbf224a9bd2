// rule: 3.8
// A `let` belongs to its system.
system Inner { let secretly = 1, param open: Int = 2, output given = secretly }
system Site {
  inner: Inner
  output a = inner.secretly
//                 ^^^^^^^^ error[SP2102]: `Inner` has no `secretly`
  output b = inner.open + inner.given
}
