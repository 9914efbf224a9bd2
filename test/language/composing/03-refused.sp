// What cannot be declared: a name that is taken, a name that hides, a slot where there are none.
// rule: 6.33
import std.service { Service }
let greeting = "hello"
system Shop { param tier: Int = 1, let half = tier / 2, web: Service { name = "web", env = { H = "${half}" } } }
overlay a on Shop { web: Service { name = "web" } }
//                  ^^^ error[SP2002]: `web` is declared twice
overlay b on Shop { tier: Service { name = "web" } }
//                  ^^^^ error[SP2002]: `tier` is declared twice
overlay c on Shop { greeting: Service { name = "web" } }
//                  ^^^^^^^^ error[SP2009]: `greeting` would hide another `greeting`
overlay d(cache: Int) on Shop { cache: Service { name = "c", replicas = cache } }
//        ^^^^^ error[SP2009]: `cache` would hide another `cache`
overlay e on Shop { x: Service { name = "x" }, x { level = "high" }, x: Service { name = "y" } }
//                                             ^ error[SP2112]: `x` is written twice in one block
//                                                                   ^ error[SP2112]: `x` is written twice in one block
overlay f on Shop { y: Servcie { name = "x" }, z: Shop with g { } }
//                     ^^^^^^^ error[SP2007]: there is no type, kind or system named `Servcie`
overlay g on Shop { web { inner: Service { name = "x" } } }
//                        ^^^^^ error[SP2114]: this cannot be declared so: a slot is declared in a system, in an overlay, or in the block of an instance
overlay h on Shop { each Service { inner: Service { name = "x" } } }
//                                 ^^^^^ error[SP2208]: an `each` sets fields, and this one adds `inner`
overlay i on Shop { s: Shop with i { } }
//                     ^^^^ error[SP2204]: the system `Shop` would contain itself
overlay j on Shop { web { level = "high" }, web: Service { name = "web" } }
//                                          ^^^ error[SP2002]: `web` is declared twice
overlay k on Shop { tier: Service { name = "a" }, tier = 2, tier: Service { name = "b" } }
//                  ^^^^ error[SP2002]: `tier` is declared twice
// --- file: std:service.sp
kind Service by service {
  @key name: String
  replicas: Int in 1..50 = 1
  env: {String: String} = {}
  level: "low" | "high" = "low"
  output url: String
}
kind Database by database { @key name: String, size: Int = 1, output url: String, output port: Int }
kind Cloud by cloud { @key name: String, region: String = "eu", output url: String }
kind Secretive by secretive { @key name: String, output url: Secret<String>, output port: String }
