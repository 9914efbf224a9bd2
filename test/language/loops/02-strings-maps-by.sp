// rules: 5.7, 5.8
// The key is the string itself, the map's key, or what stands after `by`.
import std.file { File }
type Zone { id: Int, name: String }
system Site {
  param names: [String] = ["a", "b c"]
  param map: {String: Int} = { x = 1 }
  param zones: [Zone] = [{ id = 1, name = "eu" }, { id = 2, name = "us" }]
  strings: File for n in names { path = "/s/${n}" }
  maps: File for k, v in map { path = "/m/${k}/${v}" }
  by: File for z in zones by z.name { path = "/z/${z.id}" }
  counted: File for i in 1..2 by "n${i}" { path = "/c/${i}" }
}
environment dev = Site
// --- expect
{
  "strings.a": { "path": "/s/a" }, "strings.\"b c\"": { "path": "/s/b c" }, "maps.x": { "path": "/m/x/1" },
  "by.eu": { "path": "/z/1" }, "by.us": { "path": "/z/2" }, "counted.n1": { "path": "/c/1" }, "counted.n2": { "path": "/c/2" }
}
