import std.old { Old, New }

system Site {
  a: Old { name = "a" }
//   ^^^ SP7008: `Old` is deprecated: use New
  b: New { name = "b", level = 1 }
//                     ^^^^^ SP7008: `level` is deprecated: gone in 2.0
  c: New { name = "c", depth = 1 }
}

overlay more on Site { c { level = 2 } }
//                         ^^^^^ SP7008: `level` is deprecated: gone in 2.0

environment dev = Site with more
// --- file: std:old.sp
@deprecated("use New")
kind Old by old { @key name: String }
kind New by new {
  @key name: String
  @deprecated("gone in 2.0")
  level: Int = 0
  depth: Int = 0
}
