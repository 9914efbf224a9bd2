// rule: 5.12
// A package may declare kinds of its own; each names its driver, and has a key.
kind Room by building { @key number: Int, color: String = "white", output area: Number }
system Site {
  a: Room { number = 1 }
  b: Room { number = 2, color = "red" }
  c: Room { color = "blue" }
//^ error[SP2105]: `c` needs a `number`
  output where = a.area
}
environment dev = Site
