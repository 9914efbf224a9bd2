// rule: 4.22
type Port2 { name: String, port: Port }
system Site {
  param list: [Port2] = []
  param map: {String: Port2} = {}
  param a: [Port2 by name] = list
//                           ^^^^ error[SP2101]: expected [Port2 by name], found [Port2]
  param b: [Port2 by name] = map
//                           ^^^ error[SP2101]: expected [Port2 by name], found {String: Port2}
  param c: [Port2 by port] = {}
//                   ^^^^ error[SP2114]: this cannot be declared so: the key of a list is a string
  param d: [Int by name] = {}
//                 ^^^^ error[SP2114]: this cannot be declared so: its elements have no field `name` to be the key
  param e: [Port2 by nme] = {}
//                   ^^^ error[SP2114]: this cannot be declared so: its elements have no field `nme` to be the key
}
