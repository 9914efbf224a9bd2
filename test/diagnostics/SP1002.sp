// entries: main.sp
import "./env" { Shop }
// --- file: env
//! folder
