// rule: 3.18
system Site {
  param __proto__: Int = 1
//      ^^^^^^^^^ error[SP2114]: this cannot be declared so: this name has a meaning of its own in JSON tools
  param m: {String: Int} = { __proto__ = 1 }
}
type T { __proto__: Int }
