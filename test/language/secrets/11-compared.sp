// rules: 10.2, 9.2, 4.41
// What compares a value looks into all that it holds; what a list has is compared by its data.
import std.file { File }
import std.secret as secret
system Site {
  param key: Secret<String> = secret.env("KEY")
  file: File { path = "/x" }
  let keys = [key]
  let sums = [file.sha256]
  output a = { a = key } == { a = "x" }
//           ^^^^^^^^^^^ error[SP2301]: `key` is a secret: nobody may look into it, and a value in `==` would
  output b = keys != ["x"]
//           ^^^^ error[SP2301]: `key` is a secret: nobody may look into it, and a value in `!=` would
  output c = keys.contains("x")
//           ^^^^ error[SP2301]: `key` is a secret: nobody may look into it, and a value in `.contains(...)` would
  output d = ["x"].contains(key)
//                          ^^^ error[SP2301]: `key` is a secret: nobody may look into it, and a value in `contains(...)` would
  output e = sums == ["x"]
//           ^^^^ error[SP3003]: `file.sha256` is known only after apply, and a value in `==` must be known before
  output f = ["x"].contains(file.sha256)
//                          ^^^^^^^^^^^ error[SP3003]: `file.sha256` is known only after apply, and a value in `contains(...)` must be known before
  output g = [{ a = [1] }, { a = [2] }].contains({ a = [2] })
  output h = [[1]].contains([2])
  output i = keys.length() == 1
}
environment dev = Site
