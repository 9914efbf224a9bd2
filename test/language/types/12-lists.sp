// rule: 4.19
system Site {
  param list: [Int] = [1, 2, 3]
  output first = list[0]
  output last = list[2]
  output length = list.length()
  output nested = [[1], []]
}
overlay o on Site { list = [...super, 4] }
environment dev = Site with o
// --- expect
{"outputs":{"first":1,"last":3,"length":4,"nested":[[1],[]]}}
