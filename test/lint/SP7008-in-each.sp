// What is deprecated is found in an `each`, in slots that overlays declare, and in tests.
import std.service { Service, Port }
system Site { @deprecated("use tier") param level: Int = 1, param tier: Int = level, web: Service { name = "w" } }
overlay all on Site {
  each Service { old = "x", each Port { old = 2 } }
//               ^^^ SP7008: `old` is deprecated
//                                      ^^^ SP7008: `old` is deprecated
  more: Service { name = "more", old = "x" }
//                               ^^^ SP7008: `old` is deprecated
}
overlay above on Site with all { more.old = "y" }
//                                    ^^^ SP7008: `old` is deprecated
test "t" { let site = Site with { level = 2 }, expect site.tier == 2 }
//                                ^^^^^ SP7008: `level` is deprecated: use tier
// --- file: std:service.sp
type Port { name: String, @deprecated old: Int = 1 }
kind Service by service { @key name: String, @deprecated old: String = "", ports: [Port by name] = {} }
