// The tour of the language's design, as it stands there: the shop, its overlays and its environment, with their exact values.
// rules: 6.1, 6.30
// environment: prod
// --- file: people.yaml
- login: ada
  name: Ada
  admin: true
- login: grace
  name: Grace
  admin: true
- login: bob
  name: Bob
// --- file: shop.sp
import std.file { Directory, File }
import std.demo { Service, HttpCheck, Database }
import "./people.yaml" as roster: [Person by login]

/// A person on the team.
type Person {
  login: String matching /^[a-z][a-z0-9-]{1,30}$/
  name:  String
  admin: Bool = false
}

/// The web shop: one database, one web service.
system Shop {
  param release: Semver
  param domain:  Hostname = "shop.localhost"
  param people:  [Person by login] = roster
  param cached:  Bool = false

  root: Directory { path = "/srv/shop" }

  db: Database { name = "shop" }

  config: File {
    path    = "${root.path}/app.toml"
    content = toml({
      server   = { port = web.port, domain }       // `domain` alone is `domain = domain`
      database = { url = db.url }                   // known only after apply, and a secret
    })
  }

  web: Service {
    command  = ["node", "server.js"]
    args     = { config = config.path }
    port     = 8080
    replicas = 2
    env      = { RELEASE = release, DEBUG = "1" }
    health   = HttpCheck { url = "http://127.0.0.1:${it.port}/healthz", within = 20s }
  }

  cache: Service if cached { command = ["valkey-server"], port = 6379 }

  keys: File for p in people if p.admin {            // keys.ada, keys.grace: named by key, never by index
    path = "${root.path}/keys/${p.login}"
    content = p.name
  }

  output url = "https://${domain}"
}
// --- file: env/prod.sp
import std.file { File }
import "../shop.sp" { Shop }

overlay production on Shop {
  release = "1.4.2"
  domain  = "shop.example.com"
  web {                            // a block amends what is there
    replicas = super * 3           // 6: super is the value below this overlay
    final port = 8443              // nothing above may change it
    env { LOG = "warn", remove DEBUG }
    @protect
  }
  keys { ada { mode = 0o644 } }
  each File where it.path.startsWith("/srv/shop/keys/") { owner = "shop" }
}

overlay eu(region: String) on Shop { web { env { REGION = region } } }

environment prod = Shop with production, eu(region = "eu-west-1")
// --- file: std:demo.sp
// What the tour takes of a process driver and of a database.
type HttpCheck { url: Url, within: Duration = 30s }
@version(1)
kind Service by demo {
  @key name: String = "service"
  command: [String]
  args: {String: String} = {}
  port: Port
  replicas: Int in 1..100 = 1
  env: {String: String} = {}
  health: HttpCheck?
}
@version(1)
kind Database by demo { @key name: String, output url: Secret<String> }
// --- expect: prod
{
  "root": { "path": "/srv/shop", "owner": null, "needs": [] },
  "config": {
    "path": "/srv/shop/app.toml", "owner": null, "needs": ["db", "root"],
    "content": {
      "$render": "toml",
      "order": { "": ["server", "database"], "/server": ["port", "domain"] },
      "value": { "server": { "port": 8443, "domain": "shop.example.com" }, "database": { "url": { "$from": "db", "output": "url" } } }
    }
  },
  "web": {
    "replicas": 6, "port": 8443,
    "env": { "RELEASE": "1.4.2", "LOG": "warn", "REGION": "eu-west-1" },
    "args": { "config": "/srv/shop/app.toml" },
    "health": { "url": "http://127.0.0.1:8443/healthz", "within": 20000 },
    "meta": { "protect": true }, "needs": ["config", "root"]
  },
  "keys.ada": { "path": "/srv/shop/keys/ada", "content": "Ada", "mode": 420, "owner": "shop", "needs": ["root"] },
  "keys.grace": { "path": "/srv/shop/keys/grace", "content": "Grace", "mode": 420, "owner": "shop" },
  "absent": ["cache", "keys.bob"],
  "outputs": { "url": "https://shop.example.com" }
}
