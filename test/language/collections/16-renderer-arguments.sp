// rule: 8.17
import std.file { File }
system Site {
  f: File { path = "/f" }
  output a = json(f)
//                ^ error[SP2101]: expected data, found File
  output b = json()
//               ^^ error[SP2106]: `json` cannot be used so: it takes one value and gets 0
  output c = yaml(1, 2)
//               ^^^^^^ error[SP2106]: `yaml` cannot be used so: it takes one value and gets 2
  output d = json
//           ^^^^ error[SP2008]: `json` is a function, and a value is wanted here
  output e = tomll({})
//           ^^^^^ error[SP2103]: there is no function `tomll`
}
