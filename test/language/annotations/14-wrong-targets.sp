// rule: 5.29
// What is no target, what is many of them or may be absent, and what a target does not take.
import std.service { Service, Ssh }
target kind Vm by vm {
  @key name: String
// ^^^ error[SP2111]: there is no annotation `@key` here
  output ip: String
//       ^^ error[SP2114]: this cannot be declared so: a target is a place and makes nothing, so it has no outputs
}
system Shop { web: Service { name = "web" } }
system Fleet {
  param spare: Bool = false
  host: Ssh for ip in ["10.0.0.1"] { address = ip }
  extra: Ssh if spare { address = "10.0.0.2" }
  one: Ssh {
    address = "10.0.0.3"
    @protect
//   ^^^^^^^ error[SP2106]: `@protect` cannot be used so: a target is a place and no thing that is kept as it is
    @on(extra)
//   ^^ error[SP2106]: `@on` cannot be used so: a target is a place and no thing that is kept as it is
  }
  a: Service { name = "a", @on(host) }
//                             ^^^^ error[SP2101]: expected a target, found {String: Ssh}
  b: Service { name = "b", @on(extra) }
//                             ^^^^^ error[SP2101]: expected a target, found Ssh?
  c: Service { name = "c", @on(a) }
//                             ^ error[SP2101]: expected a target, found Service
  d: Service { name = "d", @on("host") }
//                             ^^^^^^ error[SP2101]: expected a target, found "host"
  e: Service { name = "e", @on(a, one) }
//                         ^^^^^^^^^^^ error[SP2106]: `@on` cannot be used so: it takes one value and gets 2
  f: Service { name = "f", @on(target = one) }
//                             ^^^^^^ error[SP2106]: `@on` cannot be used so: its values have no names
  g: Service { name = "g", @after(one) }
//                                ^^^ error[SP2101]: expected a resource, found Ssh
  h: Shop { @protect, @on(b) }
//          ^^^^^^^^ error[SP2115]: `@protect` stands inside a resource's block only
//                        ^ error[SP2101]: expected a target, found Service
  i: Shop { @on(one), @on(one) }
//                     ^^ error[SP2112]: `@on` is written twice in one block
}
overlay x on Fleet { a { @on(nowhere) } }
//                           ^^^^^^^ error[SP2001]: nothing here is named `nowhere`
// --- file: std:service.sp
target kind Ssh by ssh { address: String, user: String = "root" }
kind Service by service {
  @key name: String
  replicas: Int in 1..50 = 1
  env: {String: String} = {}
  output url: String
}
