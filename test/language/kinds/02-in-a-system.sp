// rule: 5.27
// A kind's own rules: its assertions over its fields, asked of what the overlays have made.
import std.pool { Pool }
system Site { a: Pool { name = "a", min = 9 }, b: Pool { name = "b", min = 9 } }
//            ^ error[SP3010]: `a`: from 9 to 4
overlay more on Site { b { max = 10 } }
environment dev = Site with more
// --- file: std:pool.sp
@version(1)
kind Pool by pool {
  @key name: String
  min: Int = 1
  max: Int = 4
  assert min <= max else "from ${min} to ${max}"
}
