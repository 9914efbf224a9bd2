// rule: 2.7
// The first `{` outside parentheses opens the body; a value in braces stands in parentheses.
type Point { x: Int, y: Int = 0 }
system Site {
  param on: Bool = true
  output a = match (Point { x = 1 }).x { 1 => "one", _ => "more" }
  output b = [v for v in ({ a = 1, b = 2 })]
  output c = [n for n in [1, 2] if n == (Point { x = 2 }).x]
  output d = match [{ x = 1 }].length() { 1 => { y = 1 }, _ => { y = 2 } }
}
environment dev = Site
// --- expect
{"outputs":{"a":"one","b":[1,2],"c":[2],"d":{"y":1}}}
