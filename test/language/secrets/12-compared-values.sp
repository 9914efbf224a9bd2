// rules: 10.2, 9.5, 4.41
// A secret that comes where types do not see it is found when the values are there.
import std.secret as secret
fn same<T>(a: T, b: T): Bool = a == b
//                               ^^ error[SP2301]: `secret.env("KEY")` is a secret: nobody may look into it, and a value in `==` would
system Site {
  param key: Secret<String> = secret.env("KEY")
  output a = same(key, "x")
  output b = [{ a = [1] }, { a = [2] }].contains({ a = [2] })
}
environment dev = Site
