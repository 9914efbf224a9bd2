// A block after `with` is an overlay without a name: it has `let`s, and sees the names around it.
// rule: 6.24
import std.service { Service }
system Shop { param tier: Int = 1, web: Service { name = "web" } }
system Street {
  shops: Shop with { let half = tier / 2, web { name = n, replicas = half.floor() } } for n in ["a"] { tier = 3 }
  other: Shop with { web.name = nobody, let tier = 1 } { }
//                              ^^^^^^ error[SP2001]: nothing here is named `nobody`
//                                          ^^^^ error[SP2009]: `tier` would hide another `tier`
}
environment prod = Shop with { let x = tier + 1, tier = 2, web.replicas = x, each Service { level = "high" } }
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
