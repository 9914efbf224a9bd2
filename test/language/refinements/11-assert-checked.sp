// rule: 5.27
// Assertions are checked, used or not.
type A {
  a: Int
  assert a
//       ^ error[SP2101]: expected Bool, found Int
  assert a > 1 else 5
//                  ^ error[SP2101]: expected String, found 5
  assert b > 1
//       ^ error[SP2001]: nothing here is named `b`
}
system Site {
  assert 1 + 1
//       ^^^^^ error[SP2101]: expected Bool, found Int
  assert "x" == "y" else "never"
}
