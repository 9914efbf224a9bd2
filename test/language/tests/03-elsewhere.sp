// Elsewhere a system is a slot and no value.
// rule: 11.7
import std.service { Service }
//                   ^^^^^^^ warning[SP2005]: `Service` is imported and never used
system Shop { param tier: Int = 1, let inner = Shop with { tier = 2 } }
//                                             ^^^^^^^^^^^^^^^^^^^^^^ error[SP2114]: this cannot be declared so: a system with overlays is a slot and no value
overlay x on Shop { let g = Shop with { tier = 1 }, tier = 2 }
//                      ^ error[SP2009]: `g` would hide another `g`
//                          ^^^^^^^^^^^^^^^^^^^^^^ error[SP2114]: this cannot be declared so: a system with overlays is a slot and no value
environment prod = Shop
let plain = Shop
//          ^^^^ error[SP2008]: `Shop` is a system, and a value is wanted here
let g = Shop with { tier = 2 }
//      ^^^^^^^^^^^^^^^^^^^^^^ error[SP2114]: this cannot be declared so: a system with overlays is a slot and no value
let e = prod
//      ^^^^ error[SP2008]: `prod` is an environment, and a value is wanted here
fn f(a: Int): Int = Shop.tier
//                  ^^^^ error[SP2008]: `Shop` is a system, and a value is wanted here
// --- file: std:service.sp
kind Service by service {
  @key name: String
  replicas: Int in 1..50 = 1
  env: {String: String} = {}
  level: "low" | "high" = "low"
  output url: String
}
