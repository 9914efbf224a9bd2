// A verb is a key where `= : { .` or `+=` follows, or where the entry ends.
overlay o on S {
  remove a
  remove a.b."c d"
  remove = 1
  remove { x = 1 }
  remove.x = 1
  remove += [1]
  remove -= [1]
  remove
  replace a = { x = 1 }
  replace a.b = { x = 1 }
  replace db: rds.Instance { size = 1 }
  replace = 1
  default a = 1
  default = 1
  final a = 1
  final a { b = 2 }
  final a.b.c = 1
  final replace a = { x = 1 }
  final remove = 2
  final = 1
  each Service { port = 1 }
  each rds.Instance where it.size > 2 { port = 1 }
  each = 1
  each { x = 1 }
  output = 1
  target = 1
  kind { x = 1 }
  test, require, expect
  extra: Service for x in xs { port = 1 }
  a += xs, b -= ys
  final b += xs
  existing vpc: Network { id = "main" }
  replace existing db: rds.Instance { id = "main" }
  existing = 1, replace existing = { }
  moved "old.path" to new.path
  removed "gone" { destroy = false }
  removed "kept"
  removed = 1
}
let values = { x = remove, y = kind, z = each }
let list = [remove, final, each.x]
