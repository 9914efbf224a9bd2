// rule: 4.1
// No scalar stands for another one.
system Site {
  param bool: Bool = 1
//                   ^ error[SP2101]: expected Bool, found 1
  param int: Int = "1"
//                 ^^^ error[SP2101]: expected Int, found "1"
  param string: String = 1
//                       ^ error[SP2101]: expected String, found 1
  param duration: Duration = 1
//                           ^ error[SP2101]: expected Duration, found 1
  param size: Size = 1s
//                   ^^ error[SP2101]: expected Size, found Duration
  param cpu: Cpu = 1
//                 ^ error[SP2101]: expected Cpu, found 1
  param percent: Percent = 0.25
//                         ^^^^ error[SP2101]: expected Percent, found 0.25
  param date: Date = "2027-01-31"
//                   ^^^^^^^^^^^^ error[SP2101]: expected Date, found "2027-01-31"
  param bytes: Bytes = 1
//                     ^ error[SP2101]: expected Bytes, found 1
}
