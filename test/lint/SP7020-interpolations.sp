import std.file { File }

system Site {
  param who: String = "x"
  param count: Int = 1
  param maybe: String?
  root: File { path = "/a" }
  output a = "${who}"
//           ^^^^^^^^ SP7020: this string holds `who` and nothing else
  output b = "${count}"
  output c = "${who}!"
  output d = "${root.path}"
//           ^^^^^^^^^^^^^^ SP7020: this string holds `root.path` and nothing else
  output e = maybe
}
