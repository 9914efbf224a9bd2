// An overlay declares slots; they are seen in it and in what stands on a system that has it, and nowhere else.
// rule: 6.33
import std.service { Service, Database }
system Shop { param tier: Int = 1, web: Service { name = "web" } }
overlay cached(size: Int = 1) on Shop {
  cache: Service for n in ["a", "b"] if tier > 1 { name = n, replicas = size }
  db: Database { name = "db" }
  web { env { CACHE = cache.a.name, DB = db.url } }
}
overlay tuned on Shop with cached { db { size = tier }, cache { a { level = "high" } } }
overlay loose on Shop { db { size = 2 } }
//                      ^^ error[SP2108]: nothing to amend: `Shop` has nothing named `db`
system Mall {
  shop: Shop with cached { db { size = 3 } }
  plain: Shop { }
  front: Service { name = shop.db.name, env = { A = plain.db.url } }
//                                                        ^^ error[SP2102]: `Shop` has no `db`
}
environment prod = Shop with cached(size = 2), tuned, { db.size = tier, web.env.X = db.name }
environment dev = Shop with tuned
//                          ^^^^^ error[SP2203]: this overlay does not fit: `tuned` is on `Shop with cached`, and `cached` is not below it here
environment twice = Shop with { db: Database { name = "x" } }, cached
//                                                             ^^^^^^ error[SP2002]: `db` is declared twice
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
