// rules: 3.15, 8.19
// A loop of values over files is printed whole.
import "./other.sp" { b }
let a: Int = b + 1
//           ^^^^^ error[SP3001]: `a` needs itself: a → b → a
// --- file: other.sp
import "./main.sp" { a }
let b: Int = a + 1
