// rule: 4.18
// `null` is a value of foreign formats: not absence, and not in any type that does not name it.
type Foreign { a: String | null, b: null, c: Int? }
system Site {
  param f: Foreign = { a = null, b = null }
  param g: Foreign = { a = "x", b = null, c = null }
//                                            ^^^^ error[SP2101]: expected Int?, found null
  param h: Int? = null
//                ^^^^ error[SP2101]: expected Int?, found null
  param i: Int = null
//               ^^^^ error[SP2101]: expected Int, found null
  output j = f.a ?? "none"
//               ^^ error[SP2104]: `??` does not go between String | null and "none"
  output k = f.a == null
  output l = match f.a { null => "nothing", String as s => s }
}
