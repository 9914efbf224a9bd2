// entries: main.sp
import "./logo.png" { Logo }
// --- file: logo.png
//! binary 12
