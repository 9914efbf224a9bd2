// rule: 8.10
type Point { x: Int, y: Int = 0 }
system Site {
  let base = { x = 1, z = 2 }
  let text = { x = "1" }
  let maybe = if base.x > 0 then [1]
  param p: Point = { ...base }
//                      ^^^^ error[SP2102]: `Point` has no `z`
  param q: Point = { ...text }
//                      ^^^^ error[SP2101]: expected Int, found String
  param r: Point = { ...[1] }
//                      ^^^ error[SP2101]: expected a record or a map, found [Int]
  param s: [Int] = [...["a"], ...1, ...maybe]
//                      ^^^ error[SP2101]: expected Int, found "a"
//                               ^ error[SP2101]: expected a list, found 1
//                                     ^^^^^ error[SP2101]: expected a list, found [Int]?
  param m: {String: Int} = { ...text }
//                              ^^^^ error[SP2101]: expected {String: Int}, found a record
  param t: Point = { ...{ y = 1 } }
//                 ^ error[SP2105]: `Point` needs a `x`
}
overlay o on Site { p { ...base } }
//                      ^^^^^^^ error[SP2114]: this cannot be declared so: the fields and slots that stand here have names of their own
