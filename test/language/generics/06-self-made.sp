// rule: 4.44
// A default may not construct its own type, by itself or through others.
type Tree { child: Tree = Tree {} }
//                             ^^ error[SP3001]: `Tree.child` needs itself: Tree.child → Tree.child
type A { b: B = {} }
//              ^^ error[SP3001]: `A.b` needs itself: A.b → B.a → A.b
type B { a: A = A { } }
type Fine { child: Fine? }
type AlsoFine { list: [AlsoFine] = [] }
type Other { a: Int = 1, other: Stop = Stop { next = Leaf {} } }
type Stop { next: Leaf = Leaf {} }
type Leaf { x: Int = 1 }
