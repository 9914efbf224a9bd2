// entries: main.sp
import "./big.sp" { Big }
// --- file: big.sp
//! too-large 9000000
