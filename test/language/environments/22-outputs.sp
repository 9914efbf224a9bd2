// rule: 7.5
// In the list of an environment another one stands for its outputs, and for nothing else of it.
import std.service { Service }
import "./shared.sp" { shared }
system Shop {
  param peer: String = "none"
  param release: String = "1"
  web: Service { name = peer }
  output url = "https://${release}"
  output address = web.url
  output whole = web
  output token: Secret<String> = secret.env("TOKEN")
  output may = if release == "1" then "x"
}
overlay near(other: String) on Shop { peer = other }
environment prod = Shop with near("nobody")
environment many for r in ["eu", "us"] = Shop
environment staging = Shop with near(prod.url), { release = many.eu.url, web.env { A = shared.name } } {
  delivery { source { branch = prod.url } }
}
environment mays = Shop with near(prod.may ?? "none")
environment wrong = Shop with near(prod.uri), { peer = prod.address } {
//                                      ^^^ error[SP2102]: `environment prod` has no `uri`
//                                                          ^^^^^^^ error[SP3003]: `web.url` is known only after apply, and what one environment reads of another must be known before
  delivery { source { branch = prod.release } }
//                                  ^^^^^^^ error[SP2102]: `environment prod` has no `release`
}
environment whole = Shop with near(prod), { peer = prod.whole.name, web.env.T = prod.token }
//                                 ^^^^ error[SP2101]: expected String, found environment prod
//                                                      ^^^^^ error[SP2101]: expected data, found Service
//                                                                              ^^^^^^^^^^ error[SP2301]: `prod.token` is a secret: String is not secret
environment no = Shop with near(many.asia.url)
//                                   ^^^^ error[SP2102]: `environment many` has no `asia`
environment each = Shop with near([e.url for e in many].join(","))
environment all = Shop with near(json(prod)), near(json(many))
//                                    ^^^^ error[SP2101]: expected data, found environment prod
//                                                      ^^^^ error[SP2101]: expected data, found environment many
environment none = Shop with near(many.url)
//                                     ^^^ error[SP2102]: `environment many` has no `url`
overlay elsewhere on Shop { peer = prod.url }
//                                 ^^^^ error[SP2008]: `prod` is an environment, and a value is wanted here
system Other { param url: String = prod.url }
//                                 ^^^^ error[SP2008]: `prod` is an environment, and a value is wanted here
// --- file: shared.sp
system Shared { output name = "shared" }
environment shared = Shared
// --- file: std:service.sp
kind Service by service {
  @key name: String
  replicas: Int in 1..50 = 1
  env: {String: String} = {}
  output url: String
}
