// rule: 6.9
// `replace` drops what is below, and must have something below.
import std.service { Service }
system Site { web: Service { name = "web", env = { A = "1" }, deep = { a = { x = 1 } } } }
overlay one on Site { web { replace env = { B = "2" }, deep { replace a = { y = 2 } } } }
overlay bad on Site { web { deep { replace b = { y = 2 } } } }
environment dev = Site with one
environment wrong = Site with bad
// environment: dev
// --- file: std:service.sp
@version(1)
kind Service by service {
  @key name: String
  env: {String: String} = {}
  deep: {String: {String: Int}} = {}
}
// --- expect
{ "web": { "env": { "B": "2" }, "deep": { "a": { "y": 2 } } } }
