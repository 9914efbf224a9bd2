// In a test a system and an environment are values: all of their slots can be looked at.
// rules: 11.5, 11.7
import std.service { Service }
import "./blog.sp" as blogs
system Shop {
  param release: String
  param tier: Int = 1
  let half = tier / 2
  web: Service { name = "web", replicas = tier, env = { H = "${half}", R = release } }
  output size = tier * 2
}
overlay production on Shop { release = "1", tier = 2 }
overlay extra on Shop { more: Service { name = "more" } }
environment prod = Shop with production
environment many for r in ["eu", "us"] = Shop with production
test "values" {
  let release = "9.9.9"
  let g = Shop with production, { release = release }
  let plain = Shop
  let b: Int = (blogs.Blog).size
  let more = Shop with production, extra
  expect g.web.replicas == 2 and g.size == 4
  expect g.web.env.R == release
  expect more.more.name == "more"
  expect prod.web.level == "low"
  expect many.eu.web.level == "low"
  let w = blogs.Blog with blogs.big, { size = super + 1 }
  expect w.size == 3
  let p = prod with { tier = 4 }
  expect p.tier == 4 and many.us.size == 4
  expect g matches snapshot
  expect g.web matches snapshot
}
test "wrong" {
  let g = Shop with production
  expect g.web.repliacs == 2
//             ^^^^^^^^ error[SP2102]: `Service` has no `repliacs`
  expect g.web.replicas
//       ^^^^^^^^^^^^^^ error[SP2101]: expected Bool, found Int
  expect g.more.name == "x"
//         ^^^^ error[SP2102]: `Shop` has no `more`
  expect g.half == 1
//         ^^^^ error[SP2102]: `Shop` has no `half`
  expect g.web.url == "x"
//       ^^^^^^^^^ error[SP3003]: `g.web.url` is known only after apply, and a value in `==` must be known before
  let again = g with { tier = 3 }
//            ^ error[SP2114]: this cannot be declared so: before `with` stands the name of a system or of one environment
  let g = 1
//    ^ error[SP2002]: `g` is declared twice
  let prod = 1
//    ^^^^ error[SP2009]: `prod` would hide another `prod`
  g.web
//^^^^^ error[SP2114]: this cannot be declared so: nothing is expected of this value
//  ^^^ error[SP2102]: `1` has no `web`
  let x = Shop with { repliacs = 1 }
//                    ^^^^^^^^ error[SP2102]: `Shop` has no `repliacs`
  let y = Shopp with { tier = 1 }
//        ^^^^^ error[SP2001]: nothing here is named `Shopp`
  let z = 1 with { tier = 1 }
//        ^ error[SP2114]: this cannot be declared so: before `with` stands the name of a system or of one environment
  let e = many.eu with extra
//        ^^^^^^^ error[SP2114]: this cannot be declared so: before `with` stands the name of a system or of one environment
  expect many.asia.tier == 1
//            ^^^^ error[SP2102]: `environment many` has no `asia`
  let o = Shop with blogs.big
//                        ^^^ error[SP2203]: this overlay does not fit: `big` is on `Blog`, and this is `Shop`
}
// --- file: blog.sp
system Blog { param size: Int = 1 }
overlay big on Blog { size = 2 }
// --- file: std:service.sp
kind Service by service {
  @key name: String
  replicas: Int in 1..50 = 1
  env: {String: String} = {}
  level: "low" | "high" = "low"
  output url: String
}
