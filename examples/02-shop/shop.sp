// The web shop: its configuration, its unit and a key for each administrator.
import std.file { Directory, File }

/// What a port of the shop serves.
type Listener {
  name: String
  port: Port
  tls:  Bool = false
}

/// A person on the team.
type Person {
  login: String matching /^[a-z][a-z0-9-]{1,30}$/
  name:  String
  admin: Bool = false
}

system Shop {
  param release:   Semver
  param domain:    Hostname = "shop.localhost"
  param replicas:  Int in 1..50 = 2
  param cached:    Bool = false
  param listeners: [Listener by name] = {
    http  = { port = 8080 }
    debug = { port = 6060 }
  }
  param people: [Person by login] = {
    ada   = { name = "Ada", admin = true }
    grace = { name = "Grace", admin = true }
    linus = { name = "Linus" }
  }

  let main = listeners["http"].port

  root: Directory { path = "/srv/shop" }

  config: File {
    path    = "${root.path}/app.toml"
    content = toml({
      server    = { domain, port = main, replicas }
      listeners = listeners
      cache     = if cached then "local" else "none"
    })
  }

  unit: File {
    path    = "${root.path}/shop.env"
    content = env({
      RELEASE = release
      CONFIG  = config.path
      HEALTH  = "http://127.0.0.1:${main}/healthz"
    })
  }

  cache: File if cached {
    path    = "${root.path}/cache.ini"
    content = ini({ cache = { size = "64MiB" } })
  }

  keys: File for p in people if p.admin {
    path    = "${root.path}/${p.login}.key"
    content = "${p.name}\n"
    mode    = 0o640
  }

  output url        = "https://${domain}"
  output configured = config.sha256
}
