// rule: 4.25
// A record has the fields that it declares, and no others: to write and to read.
type Person { name: String, age: Int = 0 }
system Site {
  param a: Person = { name = "x", agee = 1 }
//                                ^^^^ error[SP2102]: `Person` has no `agee`
  param b: Person = { name = "x" }
  output c = b.nmae
//             ^^^^ error[SP2102]: `Person` has no `nmae`
  output d = Person { name = "x", other = 1, more = 2 }
//                                ^^^^^ error[SP2102]: `Person` has no `other`
//                                           ^^^^ error[SP2102]: `Person` has no `more`
}
overlay o on Site { b { agge = 1 } }
//                      ^^^^ error[SP2102]: `Person` has no `agge`
