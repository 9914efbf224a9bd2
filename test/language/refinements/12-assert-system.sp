// rule: 5.27
// A system's assertion is asked once for each instance, on top of its overlays.
system Inner {
  param n: Int = 1
  assert n < 5 else "n is ${n}"
//       ^^^^^ error[SP3010]: `b`: n is 8
  assert n > 0 and n.mod(2) == 1
//       ^^^^^^^^^^^^^^^^^^^^^^^ error[SP3010]: `b`: `n > 0 and n.mod(2) == 1` does not hold
}
system Site {
  a: Inner { n = 3 }
  b: Inner { n = 8 }
  c: Inner
}
environment dev = Site
