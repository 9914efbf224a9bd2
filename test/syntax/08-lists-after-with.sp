// After `with`, a comma goes on with the list, unless what follows begins the next entry.
system S {
  a: Shop with small, b: File { path = "/b" }
  c: Shop with small, big, { x = 1 }, (left, right(2)), hard.strict { y = 2 }
  d: Shop with small,
    big
  e: File
}
overlay o on Shop with small, big {
  f: Shop with small, g = 1, h.i = 2, j += [3]
  k: Shop with small, l { m = 1 }
}
test "t" {
  let g = Shop with small, let h = 1, expect h == 1
}
type Open {
  ...
  a: Int
}
