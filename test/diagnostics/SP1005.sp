// entries: main.sp
import "./secret.sp" { Big }
// --- file: secret.sp
//! unreadable permission denied
