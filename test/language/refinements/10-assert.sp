// rule: 5.27
// A type's assertions see its fields; they are asked of the finished value, and blame who wrote it.
type Pool {
  min: Int = 1
  max: Int = 4
  assert min <= max else "a pool of ${min} to ${max} is none"
}
system Site {
  param a: Pool = { min = 9 }
//                ^^^^^^^^^^^ error[SP3010]: `a`: a pool of 9 to 4 is none
  param b: Pool = Pool { max = 0 }
//                ^^^^^^^^^^^^^^^^ error[SP3010]: `b`: a pool of 1 to 0 is none
  param c: Pool = { min = 9 }
  param list: [Pool] = [{ min = 2 }, { min = 7 }]
//                                   ^^^^^^^^^^^ error[SP3010]: `list[1]`: a pool of 7 to 4 is none
}
overlay fixed on Site { c { max = 10 } }
environment dev = Site with fixed
