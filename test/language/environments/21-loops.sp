// rule: 7.4
// `for` makes several; they are named by the keys of the loop, and each can be built on.
import std.service { Service }
system Shop { param region: String = "eu", param size: Int = 1, web: Service { name = region, replicas = size } }
overlay regional(place: String, many: Int = 1) on Shop { region = place, size = many }
let sizes = { eu = 1, us = 2 }
environment prod for r in ["eu", "us"] = Shop with regional(r), { web.env.R = r } {
  delivery { source { branch = "release-${r}" } }
}
environment sized for r, size in sizes = Shop with regional(place = r, size)
environment numbered for n in [1, 2] by "n${n}" = Shop with regional("n${n}", n)
environment staging = prod.eu with { web.env.X = "1" }
environment other = sized.us
environment wrong for r in [1, 2] = Shop with regional("x", r)
//                         ^^^^^^ error[SP2114]: this cannot be declared so: what it makes would have no names
environment whole = prod with { web.env.X = "1" }
//                  ^^^^ error[SP2008]: `prod` is several environments, and one is wanted here
environment us1 = prod.us1
//                     ^^^ error[SP4003]: there is no environment `prod.us1`
environment deep = staging.eu
//                         ^^ error[SP4003]: there is no environment `staging.eu`
environment lost = Shop with regional(r)
//                                    ^ error[SP2001]: nothing here is named `r`
environment hidden for sizes in ["a"] = Shop
//                     ^^^^^ error[SP2009]: `sizes` would hide another `sizes`
environment number for n in 5 = Shop
//                          ^ error[SP2101]: expected a list or a map, found 5
// --- file: std:service.sp
kind Service by service {
  @key name: String
  replicas: Int in 1..50 = 1
  env: {String: String} = {}
  output url: String
}
