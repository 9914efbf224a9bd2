// rule: 4.29
// A field that is declared again may have another type, as long as what was copied goes with it.
import "./base.sp" { Base }
type Narrow extends Base { low: Int in 1..5 = 2 }
type Wrong extends Base { low: String = "x" }
//                        ^^^ error[SP2114]: this cannot be declared so: the default of `mean`, which is copied, does not go with it
//                        ^^^ error[SP2114]: this cannot be declared so: an assertion, which is copied, does not go with it
// --- file: base.sp
type Base {
  low: Int = 1
  high: Int = 3
  mean: Number = (low + high) / 2
  wrong: Int = "x"
//             ^^^ error[SP2101]: expected Int, found "x"
  assert low <= high
}
