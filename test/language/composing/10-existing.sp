// An overlay may read what it does not manage: what an `existing` slot does not give is known only after it was read.
// rule: 5.24
import std.service { Service, Database }
system Shop {
  param tier: Int = 1
  db: Database { name = "db", size = tier }
  web: Service { name = "web", env = { DB = db.url } }
  output size = db.size
}
overlay shared on Shop {
  existing other: Database { name = "other" }
  replace existing db: Database { name = "main" }
  web { env.OTHER = other.url, replicas = other.size }
  each Database where it.size > 1 { size = 2 }
//     ^^^^^^^^ error[SP2207]: `each Database` can match nothing: `Shop` holds no such thing
}
overlay wrong on Shop with shared {
  web { level = if other.size > 1 then "high" else "low" }
//                 ^^^^^^^^^^ error[SP3003]: `other.size` is known only after apply, and a value in `>` must be known before
  existing inner: Shop { }
//                ^^^^ error[SP2114]: this cannot be declared so: only a resource can be there already
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
