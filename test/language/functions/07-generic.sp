// rule: 8.14
// What a type parameter stands for is found from the arguments.
fn otherwise<T>(value: T?, other: T): T = value ?? other
fn pair<A, B>(a: A, b: B): Both<A, B> = Both { left = a, right = b }
type Both<A, B> { left: A, right: B }
system Site {
  param name: String?
  output name2 = otherwise(name, "nobody").upper()
  output left = pair(1, "x").left + 1
  output right = pair(1, "x").right.upper()
  let wrong1 = otherwise(name, 3)
//                             ^ error[SP2101]: expected String, found 3
  let wrong2 = pair(1, "x").left.upper()
//                               ^^^^^ error[SP2103]: `Int` has no method `upper`
}
