// rule: 2.10
// In parentheses a new line is a blank.
fn sum(
  a: Int,
  b: Int
): Int = (
  a
  + b
)
system Site {
  output s = sum(1,
    2)
  output t = (1
    - 5)
  output u = [1
    -5]
}
environment dev = Site
// --- expect
{"outputs":{"s":3,"t":-4,"u":[1,-5]}}
