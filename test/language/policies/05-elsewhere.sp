// rule: 11.2
// What only policies can ask is unknown elsewhere, and may be declared there.
import std.service { Service }
let edges = [1, 2]
fn known(x: Int): Bool = x > 1
system Shop {
  param environment: String = "mine"
  web: Service { name = environment, env = { A = "${resources(Service)}", B = "${known(edges[0])}" } }
//                                                  ^^^^^^^^^ error[SP2103]: there is no function `resources`
//                                                            ^^^^^^^ error[SP2008]: `Service` is a kind, and a value is wanted here
  output address = web.address
//                     ^^^^^^^ error[SP2102]: `Service` has no `address`
}
policy "a" { require edges.any(e => e.from == "x") }
//                                    ^^^^ error[SP2102]: `Int` has no `from`
test "u" { expect known("x") }
//                      ^^^ error[SP2101]: expected Int, found "x"
test "t" { expect known(2) and resources(Service).length() == 1 }
//                             ^^^^^^^^^ error[SP2103]: there is no function `resources`
//                                       ^^^^^^^ error[SP2008]: `Service` is a kind, and a value is wanted here
// --- file: std:service.sp
target kind Ssh by ssh { address: String }
kind Service by service {
  @key name: String
  replicas: Int in 1..50 = 1
  env: {String: String} = {}
  token: Secret<String>?
  kind: String = "web"
  output url: String
}
kind Database by database { @key name: String, size: Int = 1 }
