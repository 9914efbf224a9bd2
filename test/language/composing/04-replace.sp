// `replace` may change the kind of a slot if everything that others read of it is there still.
// rule: 6.10
import std.service { Service, Database, Cloud, Secretive }
system Shop {
  param tier: Int = 1
  db: Database { name = "db", size = tier }
  web: Service { name = "web", env = { DB = db.url } }
  many: Service for n in ["a"] { name = n }
  may: Service if tier > 1 { name = "may" }
}
system Urls { output url = "postgres://" , output name = "urls" }
overlay cloud on Shop { replace db: Cloud { name = "db", region = "us" }, web { env.REGION = db.region } }
overlay urls on Shop { replace db: Urls { } }
overlay hidden on Shop { replace db: Secretive { name = "db" } }
//                                   ^^^^^^^^^ error[SP2209]: `db` cannot be replaced by this: `url` is read as String, and that of `Secretive` is Secret<String>
overlay lost on Shop { replace db: Service { name = "db" } }
overlay nothing on Shop { replace bd: Cloud { name = "db" } }
//                                ^^ error[SP2108]: nothing to amend: `Shop` has nothing named `bd`
overlay valued on Shop { replace tier: Cloud { name = "db" } }
//                               ^^^^ error[SP2202]: `tier` is a param, and a slot cannot stand for it
overlay reshaped on Shop {
  replace db: Cloud for n in ["a"] { name = n }
//        ^^ error[SP2114]: this cannot be declared so: one slot cannot stand for many, or many for one
  replace many: Cloud { name = "x" }
//        ^^^^ error[SP2114]: this cannot be declared so: one slot cannot stand for many, or many for one
  replace web: Service if tier > 1 { name = "x" }
//        ^^^ error[SP2114]: this cannot be declared so: what it stands for is always there
  replace may: Cloud if tier > 2 { name = "x" }
}
// --- file: std:service.sp
kind Service by service {
  @key name: String
  replicas: Int in 1..50 = 1
  env: {String: String} = {}
  level: "low" | "high" = "low"
  output url: String
}
kind Database by database { @key name: String, size: Int = 1, output url: String, output port: Int }
kind Cloud by cloud { @key name: String, region: String = "eu", output url: String }
kind Secretive by secretive { @key name: String, output url: Secret<String>, output port: String }
