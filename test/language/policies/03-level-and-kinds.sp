// rule: 11.3
// `deny` and `warn`; what a policy is on is a kind of resources.
import std.service { Service, Ssh }
type Record { a: Int }
system Shop { web: Service { name = "web" } }
policy "a" deny on Service { require true }
policy "b" warn on Service { require true }
policy "c" on Shop { require true }
//            ^^^^ error[SP2008]: `Shop` is a system, and a kind of resources is wanted here
policy "d" on Record { require true }
//            ^^^^^^ error[SP2008]: `Record` is a type, and a kind of resources is wanted here
policy "e" on Ssh { require true }
//            ^^^ error[SP2008]: `Ssh` is a target, and a kind of resources is wanted here
policy "f" on Servcie { require it.anything }
//            ^^^^^^^ error[SP2007]: there is no type, kind or system named `Servcie`
policy "a" { require true }
//     ^^^ error[SP2002]: `a` is declared twice
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
