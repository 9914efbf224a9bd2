// rule: 2.17
type Words { remove: {String: Int} = {}, final: {String: Int} = {}, each: {String: Int} = {} }
system Site {
  param w: Words = { remove = { a = 1 } }
  output all = w
}
overlay o on Site { w { remove { b = 2 }, final.c = 3, each = { d = 4 } } }
overlay p on Site { w { remove { remove a } } }
environment dev = Site with o, p
// --- expect
{"outputs":{"all":{"remove":{"b":2},"final":{"c":3},"each":{"d":4}}}}
