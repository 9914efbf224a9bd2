// rule: 6.11
import std.service { Service }
system Site {
  param more: [Int] = [1]
  web: Service { name = "web", args = ["a", "b"] }
  output list = more
}
overlay one on Site { web { args += ["c"] }, more += [2, 3] }
overlay two on Site { web { args -= ["a"] } }
environment dev = Site with one, two
// --- file: std:service.sp
@version(1)
kind Service by service {
  @key name: String
  args: [String] = []
}
// --- expect
{ "web": { "args": ["b", "c"] }, "outputs": { "list": [1, 2, 3] } }
