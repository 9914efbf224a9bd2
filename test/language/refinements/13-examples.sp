// rule: 4.11
// What does not match a pattern is shown what would, where the type's declaration gives examples.
@example("ab-12")
@example("zz-99")
type Code = String matching /^[a-z]{2}-\d\d$/
type Bare = String matching /^\d+$/
type Short = Code matching /^a/
system Site {
  param a: Code = "x"
//                ^^^ error[SP2110]: "x" is no Code: it must look like "ab-12" or "zz-99"
  param b: Bare = "x"
//                ^^^ error[SP2110]: "x" is no Bare: it must match /^\d+$/
  param c: Short = "zz-99"
//                 ^^^^^^^ error[SP2110]: "zz-99" is no Short: it must match /^a/
  param d: Short = "x"
//                 ^^^ error[SP2110]: "x" is no Short: it must look like "ab-12" or "zz-99"
}
