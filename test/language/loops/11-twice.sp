// rule: 5.9
// Two elements with one name are a mistake, also where `by` makes it.
import std.file { File }
type Zone { id: Int, name: String }
system Site {
  param zones: [Zone] = [{ id = 1, name = "eu" }, { id = 2, name = "eu" }]
  a: File for z in zones by z.name { path = "/${z.id}" }
//                          ^^^^^^ error[SP3011]: `a` would hold "eu" twice
}
environment dev = Site
