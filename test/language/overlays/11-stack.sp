// rules: 6.1, 6.2
// The type's default, the body, then each overlay in order; nobody marks what may be changed.
type Limits { cpu: Int = 1, memory: Int = 1, disk: Int = 1, net: Int = 1 }
system Site {
  param limits: Limits = { memory = 2, disk = 2, net = 2 }
  output all = limits
}
overlay first on Site { limits { disk = 3, net = 3 } }
overlay second on Site { limits { net = 4 } }
environment dev = Site with first, second
// --- expect
{"outputs":{"all":{"cpu":1,"disk":3,"memory":2,"net":4}}}
