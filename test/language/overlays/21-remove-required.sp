// rule: 6.12
// What must be there cannot be taken away.
type Settings { name: String, level: Int = 1 }
system Site { param s: Settings = { name = "x" }, param n: Int = 1, param must: Int, output all = s }
overlay o on Site { s { remove name }, must = 1 }
//                             ^^^^ error[SP2105]: `s` needs a `name`
overlay p on Site { remove must }
environment dev = Site with o, p
//          ^^^ error[SP4004]: `Site` needs `must`, and `dev` does not give it
