// What a value is computed from, through lets, overlays' own names, files and functions, to what is known only after apply and
// to secrets, which are shown nowhere.
// explain: prod config.content
// explain: prod page.content
// explain: prod greeting
// explain: prod web.env.REGION
// explain: prod web.env.TEAM
// explain: prod web.env.HASH
// explain: prod web.env.PORTS
// explain: prod web.replicas
// explain: prod domain
// explain: prod headers
// explain: prod headers.cache
// explain: prod headers.debug
// explain: prod web.health.url
// explain: prod web.health.within
// explain: prod web.password
// explain: prod web.note
// explain: prod secrets.content
// explain: prod joined.content
// explain: prod token
// explain: prod db.url
// explain: prod db.port
// explain: prod dsn
// explain: prod port
// explain: prod alive
import std.service { Service, HttpCheck, Database }
import std.file { File }
let team = "shop"
fn shout(text: String): String = "${text.upper()}!"
system Shop {
  param domain: Hostname = "shop.localhost"
  param scheme: String = "http"
  param headers: {String: String} = { server = "setpoint", debug = "on" }
  param token: Secret<String> = secret.env("TOKEN")
  param known: Secret<String> = "hunter2"
  param alive: Duration = 20s
  let base = "${scheme}://${domain}"
  let greeting = shout("hello ${base}")
  db: Database { name = "shop", password = token }
  web: Service {
    name = "web"
    port = 8080
    replicas = 2
    env = { TEAM = team, HASH = config.sha256, PORTS = [web.port, 1].map(p => p + 1).map(p => "${p}").join(",") }
    health = HttpCheck { url = "${base}:${it.port}/healthz", within = alive }
    password = known
    note = "plain"
  }
  config: File { path = "/app.toml", content = toml({ server = { port = web.port, domain }, headers, database = { port = db.port } }) }
  page: File { path = "/index.html", content = greeting }
  secrets: File { path = "/secrets", content = "token=${token}" }
  joined: File { path = "/joined", content = "password=${known}" }
  output dsn = db.url
  output port = db.port
}
overlay production on Shop {
  domain = "shop.example.com"
  headers { cache = "max-age=3600", remove debug }
  web { port = 8443, replicas = super + web.port / 8443 }
  alive = 1m
}
overlay eu(region: String, suffix: String = "eu") on Shop {
  let place = "${domain}/${region}/${suffix}"
  web { env { REGION = place } }
}
environment prod = Shop with production, eu(region = "west")
// explain: prod
// --- file: std:service.sp
type HttpCheck { url: String, within: Duration = 5s }
kind Service by service {
  @key name: String
  port: Int
  replicas: Number = 1
  env: {String: String} = {}
  health: HttpCheck?
  password: Secret<String>?
  @sensitive note: String?
}
kind Database by database { @key name: String, password: Secret<String>, output url: Secret<String>, output port: Int }
