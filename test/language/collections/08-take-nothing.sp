// rule: 6.11
import std.service { Service }
system Site { web: Service { name = "web", args = ["a", "b"] } }
overlay three on Site { web { args -= ["nothing"] } }
//                                     ^^^^^^^^^ error[SP2107]: nothing to remove: `web.args` has no element named `"nothing"`
environment dev = Site with three
// --- file: std:service.sp
@version(1)
kind Service by service {
  @key name: String
  args: [String] = []
}
