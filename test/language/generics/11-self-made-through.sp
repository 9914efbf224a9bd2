// rule: 4.44
// Through functions, values and the fields of what it makes, a default constructs its own type all the same.
fn size(a: A): Int = a.b
type A { b: Int = size(A {}) }
//                       ^^ error[SP3001]: `A.b` needs itself: A.b → A.b
fn make(): T = T {}
//               ^^ error[SP3001]: `T.a` needs itself: T.a → T.a
type T { a: [T] = [make()] }
let first = V {}
//            ^^ error[SP3001]: `V.next` needs itself: V.next → V.next
type V { next: V? = first }
//                  ^^^^^ error[SP2114]: this cannot be declared so: what has a default is never absent
type C { x: Int = D {}.y }
//                  ^^ error[SP3001]: `C.x` needs itself: C.x → D.y → C.x
type D { y: Int = C {}.x }
fn leaf(): Tree = Tree { children = [] }
type Tree { children: [Tree] = [leaf()] }
type Fine { list: [Fine] = [] }
