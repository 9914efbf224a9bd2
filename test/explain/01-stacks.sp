// The stack of a leaf: the type's default, the body, overlays, strengths, `super`, `each`, and what stands side by side.
// explain: prod web.replicas
// explain: prod web.port
// explain: prod web.level
// explain: prod web.name
// explain: prod web.note
// explain: prod db.level
// explain: prod web.command
// explain: prod tier
// explain: twice web.replicas
// explain: sided web.level
// explain: sided web.replicas
import std.service { Service }
system Shop {
  param tier: Int in 1..3 = 1
  web: Service { name = "web", port = 8080, replicas = 2, command = ["node", "server.js"] }
  db: Service { name = "db", port = 5432 }
}
overlay production on Shop {
  tier = 2
  web {
    replicas = super * 3
    final port = 8443
    default note = "from production"
    command += ["--verbose"]
  }
  each Service where it.port < 6000 { level = "high" }
  each Service where it.replicas > 100 { level = "low" }
}
overlay more(by: Int) on Shop { web.replicas = super + by }
overlay back on Shop { web { remove note } }
overlay high on Shop { web { level = "high", replicas = 4 } }
overlay tall on Shop { web.level = "high" }
environment prod = Shop with production, { web { replicas = tier + 5 } }, back
environment twice = Shop with more(by = 1), more(by = 10)
environment sided = Shop with (high, tall)
// --- file: std:service.sp
kind Service by service {
  @key name: String
  port: Int
  replicas: Int in 1..50 = 1
  level: "low" | "middle" | "high" = "middle"
  command: [String] = []
  note: String?
}
