// Resources: who wrote which field, what orders them, where they live, and what the agent is told besides.
// explain: prod web
// explain: prod web.@protect
// explain: prod web.@after
// explain: prod web.@timeout
// explain: prod web.@every
// explain: prod web.@protec
// explain: prod root.@keep
// explain: prod robots
// explain: prod robots.path
// explain: prod net
// explain: prod net.cidr
// explain: prod web.url
// explain: prod db
// explain: prod cache
// explain: prod motd
import std.service { Service, Database, Cloud, Net }
import std.file { Directory, File }
system Shop {
  param cached: Bool = false
  root: Directory { path = "/srv/shop" }
  existing net: Net { name = "main" }
  db: Database { name = "shop", size = 1 }
  spare: File { path = "${root.path}/spare.txt", content = "spare" }
  robots: File { path = "${root.path}/robots.txt", content = "" }
  web: Service {
    name = "web"
    folder = root.path
    @after(db)
    cidr = net.cidr
    @after(robots)
    @timeout(1m)
  }
  cache: Service if cached { name = "cache" }
  motd: File if not cached { path = "/etc/motd", content = "${web.url}" }
}
overlay production on Shop {
  web { @protect, @timeout(2m), @after(motd2), @every(10s) }
  each Service { @protect(false) }
  motd2: File { path = "/etc/motd2", content = "" }
  replace db: Cloud { name = "shop", region = "eu" }
}
overlay slim on Shop { remove spare, web { @ignore(folder) } }
environment prod = Shop with production
// explain: lean spare
// explain: lean spare.path
// explain: lean spare.content
// explain: lean web
environment lean = Shop with production, bare, slim
overlay bare on Shop { each File where it.path == "/nowhere" { @keep } }
// --- file: std:service.sp
type Probe { path: String = "/" }
kind Service by service {
  @key name: String
  folder: String?
  cidr: String?
  database: Database?
  output url: String
}
kind Database by database { @key name: String, size: Int = 1, output url: Secret<String> }
kind Cloud by cloud { @key name: String, region: String = "us", output url: Secret<String> }
kind Net by net { @key name: String, cidr: String? }
