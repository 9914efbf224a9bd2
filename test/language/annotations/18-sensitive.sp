// rule: 5.23
// What is read of a field that is marked `@sensitive` is a secret.
import std.service { Service }
type User { login: String, @sensitive password: String, @sensitive pin: Int? }
system Site {
  param user: User = { login = "ada", password = "x" }
  param token: Secret<String> = user.password
  a: Service { name = user.login, env = { P = user.password } }
//                                            ^^^^^^^^^^^^^ error[SP2301]: `user.password` is a secret: String is not secret
  b: Service { name = user.password }
//                    ^^^^^^^^^^^^^ error[SP2301]: `user.password` is a secret: String is not secret
  output open = user.password
  output known = user.password == "x"
//               ^^^^^^^^^^^^^ error[SP2301]: `user.password` is a secret: nobody may look into it, and a value in `==` would
  output pin = user.pin ?? 1
}
// --- file: std:service.sp
target kind Ssh by ssh { address: String, user: String = "root" }
kind Service by service {
  @key name: String
  replicas: Int in 1..50 = 1
  env: {String: String} = {}
  output url: String
}
