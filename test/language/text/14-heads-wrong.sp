// rule: 2.7
type Point { x: Int, y: Int = 0 }
fn a(n: Int): Int = match Point { x = 1 } { Point => 1 }
//                              ^ error[SP1201]: expected parentheses around this constructor, found `{`
fn b(n: Int): Int = match { x = 1 } { _ => 1 }
//                        ^ error[SP1201]: expected a value, found `{`
let c = [v for v in { a = 1 }]
//                  ^ error[SP1201]: expected a value, found `{`
let d = [v for v in Point { x = 1 }]
//                  ^^^^^^^^^^^^^^^ error[SP2101]: expected a list or a map, found Point
//                        ^ error[SP1201]: expected parentheses around this constructor, found `{`
