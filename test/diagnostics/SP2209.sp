import std.service { Cloud }
import "./shop.sp" { Shop }
import "./ported.sp" { ported }
overlay cloud on Shop { replace db: Cloud { name = "shop" } }
environment prod = Shop with ported, cloud
// --- file: ported.sp
import "./shop.sp" { Shop }
overlay ported on Shop { web { env { PORT = db.prot } } }
// --- file: shop.sp
import std.service { Database, Service }
system Shop {
  db: Database { name = "shop" }
  web: Service { name = "web", env = { DB = db.url } }
}
// --- file: std:service.sp
kind Service by service { @key name: String, env: {String: String} = {} }
kind Database by database { @key name: String, output url: String, output prot: String }
kind Cloud by cloud { @key name: String, output url: String, output port: String }
