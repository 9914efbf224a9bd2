import std.file { File }
import "../shop.sp" { Shop }

overlay production on Shop {
  release  = "1.4.2"
  domain   = "shop.example.com"
  cached   = true
  replicas = super * 3
  listeners {
    http { port = 8443, final tls = true }
    remove debug
  }
  config { @protect }
  keys { ada { mode = 0o600 } }
}

/// Nobody but the owner reads what may hold a secret.
overlay hardened {
  each File where it.path.endsWith(".env") { mode = 0o600 }
}

environment prod = Shop with production, hardened {
  delivery { window { zone = "Europe/Berlin", intended = ["mon-thu 09:00-17:00"] } }
}

environment staging = prod with { domain = "staging.example.com", cached = false }
