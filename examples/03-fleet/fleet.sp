// Services that differ in a few words each, and the unit file that each of them gets.
import std.file { Directory, File }

type Service {
  name:     String
  port:     Port
  replicas: Int in 1..20 = 1
  team:     String
  env:      {String: String} = {}
}

system Fleet {
  param domain:   Hostname
  param level:    "debug" | "info" | "warn" = "info"
  param services: [Service by name] = {
    accounts = { port = 7001, team = "people" }
    billing  = { port = 7002, team = "money", env = { CURRENCY = "EUR" } }
    search   = { port = 7003, team = "shop", replicas = 2 }
    feedback = { port = 7004, team = "shop" }
  }

  root: Directory { path = "/etc/fleet" }

  service: File for s in services {
    path    = "${root.path}/${s.name}.toml"
    content = toml({
      name     = s.name
      address  = "${s.name}.${domain}:${s.port}"
      replicas = s.replicas
      team     = s.team
      env      = { LEVEL = level, ...s.env }
    })
  }

  index: File {
    path    = "${root.path}/index.json"
    content = json({
      services = [s.name for s in services]
      replicas = services.values().map(s => s.replicas).sum()
    })
  }
}
