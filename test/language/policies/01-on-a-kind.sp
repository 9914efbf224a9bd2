// rule: 11.1
// A policy on a kind judges each resource of it, which is `it`, and has a name with `as`; its text names resources by address.
import std.service { Service }
import std.service as services
system Shop { web: Service { name = "web" } }
policy "an edge service keeps a spare" on Service as s where s.name.startsWith("edge") {
  let wanted: Int = if environment == "prod" then 3 else 2
  require s.replicas >= wanted else "${s} runs ${s.replicas}; in ${environment} set replicas to ${wanted} or more"
  require not known(s.env) or s.env.length() > 0
}
policy "databases are named" warn on services.Database where it.size > 1 {
  require it.name != "" and it.address.startsWith("db") and it.kind == "std.service.Database" else "${it} on ${it.target}"
}
policy "own fields come first" on Service as s { require s.kind == "web" }
policy "wrong" on Service as s where s.repliacs > 1 {
//                                     ^^^^^^^^ error[SP2102]: `Service` has no `repliacs`
  require s.replicas else "x"
//        ^^^^^^^^^^ error[SP2101]: expected Bool, found Int
  require s.url == "x"
//        ^^^^^ error[SP3003]: `s.url` is known only after apply, and a value in `==` must be known before
  require s.token == "x" else s.replicas
//        ^^^^^^^ error[SP2301]: `s.token` is a secret: nobody may look into it, and a value in `==` would
//                            ^^^^^^^^^^ error[SP2101]: expected String, found Int
  require s.size > 1 else "${s.env}"
//          ^^^^ error[SP2102]: `Service` has no `size`
//                           ^^^^^ error[SP2109]: {String: String} cannot be written into a string
  let w = s.replicas, let w = 2
//                        ^ error[SP2002]: `w` is declared twice
  let s = 1
//    ^ error[SP2009]: `s` would hide another `s`
}
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
