import std.file { File }
system Site {
  param map: {String: Int} = {}
  files: File for n in ["a"] { path = "/a" }
//                ^ SP7026: nothing reads `n`
  many: File for n in ["a"] by "x${n}" { path = "/b" }
  output a = [1 for x in [1, 2]]
//                  ^ SP7026: nothing reads `x`
  output b = [v for k, v in map]
//                  ^ SP7026: nothing reads `k`
  output c = [1 for _ in [1, 2]]
  output d = [1, 2].map(x => 5)
//                      ^ SP7026: nothing reads `x`
  output e = [1, 2].map(_ => 5)
  output f = [x for x in [1] if x > 0]
  output g = { [k] = 1 for k, _v in map }
}
