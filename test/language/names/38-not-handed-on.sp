// rules: 3.9, 12.6
// An import gives what the file declares and does not keep to itself, each once.
import "./lib.sp" { open, _own, Level, oepn }
//                        ^^^^ error[SP2003]: `lib.sp` declares no `_own`
//                              ^^^^^ error[SP2003]: `lib.sp` declares no `Level`
//                                     ^^^^ error[SP2003]: `lib.sp` declares no `oepn`
import "./lib.sp" { open }
//                  ^^^^ error[SP2002]: `open` is declared twice
let x = open
// --- file: lib.sp
import "./types.sp" { Level }
let open: Level = "low"
let _own = 2
// --- file: types.sp
type Level = "low" | "high"
