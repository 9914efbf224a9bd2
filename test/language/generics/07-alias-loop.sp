// rule: 4.43
// An alias is not made of itself, and nothing extends itself.
type A = [B]
//   ^ error[SP2114]: this cannot be declared so: it is made of itself
type B = A?
type C extends D { c: Int }
type D extends C { d: Int }
//             ^ error[SP2114]: this cannot be declared so: it extends itself
