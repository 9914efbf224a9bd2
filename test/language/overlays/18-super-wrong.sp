// rule: 6.15
// `super` stands only where something is set over something, and has its type.
let a = super
//      ^^^^^ error[SP2006]: there is no `super` here
system Site {
  param n: Int = super
//               ^^^^^ error[SP2006]: there is no `super` here
  output b = super
//           ^^^^^ error[SP2006]: there is no `super` here
  param list: [Int] = [1]
}
overlay o(p: Int = super) on Site { n = super.upper(), list = super + 1, let q = super }
//                 ^^^^^ error[SP2006]: there is no `super` here
//                                            ^^^^^ error[SP2103]: `Int` has no method `upper`
//                                                                  ^ error[SP2104]: `+` does not go between [Int] and 1
//                                                                               ^^^^^ error[SP2006]: there is no `super` here
environment dev = Site
