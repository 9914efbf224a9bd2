// rule: 6.7
// `=` defines a scalar or a plain list, which is replaced whole.
system Site { param n: Int = 1, param list: [Int] = [1, 2], param maybe: String?, output all = { n, list, maybe = maybe ?? "" } }
overlay o on Site { n = 5, list = [9], maybe = "there" }
environment dev = Site with o
// --- expect
{"outputs":{"all":{"list":[9],"maybe":"there","n":5}}}
