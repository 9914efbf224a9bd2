// rule: 4.43
// A record that needs another one of itself is never whole; a list, a map, a default or what may be absent ends it.
type Node { next: Node }
//          ^^^^ error[SP2114]: this cannot be declared so: a `Node` needs another one to be whole
type Hen { egg: Secret<Egg> }
//         ^^^ error[SP2114]: this cannot be declared so: a `Hen` needs another one to be whole
type Egg { hen: Hen, size: Int }
type Link<T> { value: T, next: Link<T> }
//                       ^^^^ error[SP2114]: this cannot be declared so: a `Link` needs another one to be whole
type Tree { left: Tree?, all: [Tree], named: {String: Tree}, keyed: [Named by name] }
type Named { name: String, tree: Tree }
type Leaf { kind: "leaf" }
type Branch { kind: "branch", of: Leaf | Branch }
type Holder { tree: Tree, branch: Branch }
