// Systems inside systems: their body, their own `with`, the block of the instance, and the environment's overlays above that.
// explain: prod checkout
// explain: prod checkout.web
// explain: prod checkout.web.replicas
// explain: prod checkout.web.level
// explain: prod checkout.web.port
// explain: prod checkout.release
// explain: prod stores
// explain: prod stores.eu
// explain: prod stores.eu.web.replicas
// explain: prod stores.us.web.replicas
// explain: prod stores.eu.web.name
// explain: prod checkout.extra.name
// explain: prod checkout.wob.name
// explain: prod
import std.service { Service }
system Shop {
  param release: String = "1"
  param region: String = "none"
  web: Service { name = "web-${region}", replicas = 1, port = 80, env = { RELEASE = release } }
  output name = web.name
}
overlay big(by: Int = 2) on Shop { web { replicas = super * by } }
overlay tight on Shop { web.level = "high" }
system Mall {
  param label: String = "mall"
  checkout: Shop with big, { web.port = 8080 } { release = "2", region = label, extra: Service { name = "extra-${label}" } }
  stores: Shop with big(by = 3) for r in ["eu", "us"] { region = r }
  front: Service { name = "front", env = { CHECKOUT = checkout.name } }
}
overlay production on Mall {
  label = "prod"
  checkout { release = "3", web { replicas = super + 1 } }
  stores { eu { web { replicas = super + 10 } } }
  each Shop where it.region == "us" { web { replicas = 20 } }
  each Service where it.port < 100 { level = "low" }
}
environment prod = Mall with production
// --- file: std:service.sp
kind Service by service {
  @key name: String
  port: Int = 0
  replicas: Int in 1..50 = 1
  level: "low" | "middle" | "high" = "middle"
  env: {String: String} = {}
}
