// rule: 2.17
// Every word of the language but those of expressions can be a field, on its own line too.
type Words {
  remove: Int = 1, replace: Int = 2, default: Int = 3, final: Int = 4, each: Int = 5, output: Int = 6, param: Int = 7
  system: Int = 8
  type: Int = 9
  kind: Int = 10, overlay: Int = 11, environment: Int = 12, policy: Int = 13, test: Int = 14
  target: Int = 15
  existing: Int = 16, moved: Int = 17, removed: Int = 18, require: Int = 19, expect: Int = 20
  on: Int = 21
  with: Int = 22
  by: Int = 23
  as: Int = 24, of: Int = 25, where: Int = 26, to: Int = 27
}
system Site {
  param w: Words = {
    remove = 10, final = 40, each = 50
    with = 220
    by = 230
  }
  param remove: Int = 1
  param m: {String: Int} = { remove = 1, default = 2, replace = 3 }
  output sum = w.remove + w.final + w.each + w.with + w.by + w.output + remove
  output keys = m.keys()
}
overlay o on Site {
  remove = 2
  w { output = 60, remove += 0 }
//                 ^^^^^^ error[SP2104]: `+=` does not go between Int and a list
  m { remove remove, default = 5, replace.x = 1 }
//                                ^^^^^^^ error[SP2101]: expected Int, found a block
}
