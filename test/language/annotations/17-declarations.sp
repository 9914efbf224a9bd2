// rule: 5.23
// Before declarations: `@deprecated`, `@example`, `@sensitive` and what kinds tell the runtime, each where it means something.
import std.service { Service }
@deprecated("use Shop")
system Old { @deprecated param a: Int = 1, @deprecated("no") web: Service { name = "w" }, @deprecated output b = a }
@example("db-1")
type Host = String matching /^[a-z0-9-]+$/
type User {
  @example("ada") login: String of 1..8
  @sensitive @deprecated("use key") password: String = ""
}
@deprecated @example(double(2) == 4)
fn double(x: Int): Int = x * 2
@deprecated overlay o on Old { a = 2 }
@deprecated environment dev = Old
@deprecated let l = 1
  @example(1)
// ^^^^^^^ error[SP2111]: there is no annotation `@example` here
let wrong = 1
  @protect
//^^^^^^^^ error[SP2115]: `@protect` stands inside a resource's block only
system Wrong {
  @protect web: Service { name = "w" }
//^^^^^^^^ error[SP2115]: `@protect` stands inside a resource's block only
  @example("x") param a: Int = 1
//         ^^^ error[SP2101]: expected Int, found "x"
  @example(1, 2) param b: Int = 1
//^^^^^^^^^^^^^^ error[SP2106]: `@example` cannot be used so: it takes one value and gets 2
  @deprecated(a) param c: Int = 1
//            ^ error[SP2114]: this cannot be declared so: what stands before a declaration is written as it is
  @deprecated("a", "b") param d: Int = 1
//^^^^^^^^^^^^^^^^^^^^^ error[SP2106]: `@deprecated` cannot be used so: it takes at most one value and gets 2
  @deprecated("a") @deprecated("b") param e: Int = 1
//                  ^^^^^^^^^^ error[SP2112]: `@deprecated` is written twice in one block
  @sensitive param f: Int = 1
// ^^^^^^^^^ error[SP2111]: there is no annotation `@sensitive` here
  @deprectaed output g = 1
// ^^^^^^^^^^ error[SP2111]: there is no annotation `@deprectaed` here
}
@example("Db_1")
//       ^^^^^^ error[SP2110]: "Db_1" is no Wrongs: it must look like "db-1"
type Wrongs = Host
type Fields {
  @key a: String
// ^^^ error[SP2111]: there is no annotation `@key` here
  @sensitive("x") b: String
//^^^^^^^^^^^^^^^ error[SP2106]: `@sensitive` cannot be used so: it takes no value and gets 1
  @example(1) c: String
//         ^ error[SP2101]: expected String, found 1
}
@example(1)
//       ^ error[SP2101]: expected Bool, found 1
fn wrongly(x: Int): Int = x
@deprecated(why = "x") overlay p on Old { a = 3 }
//          ^^^ error[SP2106]: `@deprecated` cannot be used so: its value has no name
  @deprecated
// ^^^^^^^^^^ error[SP2111]: there is no annotation `@deprecated` here
policy "p" on Service as s { require true }
@version(2)
target kind Box by box { a: String }
  @holdsData
// ^^^^^^^^^ error[SP2111]: there is no annotation `@holdsData` here
target kind Crate by crate { a: String }
// --- file: std:service.sp
target kind Ssh by ssh { address: String, user: String = "root" }
kind Service by service {
  @key name: String
  replicas: Int in 1..50 = 1
  env: {String: String} = {}
  output url: String
}
