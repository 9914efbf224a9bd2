// A replaced slot meets the overlays below and above it where they are listed together.
// rule: 6.10
import std.service { Service, Database, Cloud }
system Shop { db: Database { name = "db" }, web: Service { name = "web", env = { DB = db.url } } }
//                ^^^^^^^^ error[SP2209]: `db` cannot be replaced by this: `region` is read, and `Database` has none
overlay ported on Shop { web { env { PORT = "${db.port}" } } }
overlay sized on Shop { db { size = 2 } }
overlay named on Shop { db { name = "other" } }
overlay cloud on Shop { replace db: Cloud { name = "db" } }
overlay managed on Shop with ported { replace db: Cloud { name = "db" } }
//                                                ^^^^^ error[SP2209]: `db` cannot be replaced by this: `port` is read, and `Cloud` has none
environment a = Shop with cloud, named
environment b = Shop with ported, cloud
//                                ^^^^^ error[SP2209]: `db` cannot be replaced by this: `port` is read, and `Cloud` has none
environment c = Shop with cloud, ported
//                               ^^^^^^ error[SP2209]: `db` cannot be replaced by this: `port` is read, and `Cloud` has none
environment d = Shop with cloud, sized
//                               ^^^^^ error[SP2203]: this overlay does not fit: `sized` writes `db.size`, and here `db` is a Cloud, which has none
environment e = Shop with sized, cloud
environment f = Shop with (cloud, sized)
//                                ^^^^^ error[SP2203]: this overlay does not fit: `sized` writes `db.size`, and here `db` is a Cloud, which has none
environment g = Shop with { web.env.P = "${db.port}" }, cloud
//                                                      ^^^^^ error[SP2209]: `db` cannot be replaced by this: `port` is read, and `Cloud` has none
system Mall {
  shop: Shop with { replace db: Cloud { name = "c" } } { }
  front: Service { name = "f", env = { A = shop.db.url, B = shop.db.region, C = "${shop.db.size}" } }
//                                                                                         ^^^^ error[SP2102]: `Cloud` has no `size`
}
overlay inner on Mall { shop { replace db: Database { name = "d" } } }
//                                         ^^^^^^^^ error[SP2209]: `db` cannot be replaced by this: `region` is read, and `Database` has none
overlay whole on Mall { replace shop: Shop { db.size = 3 } }
system Store { db: Service { name = "db" } }
//                 ^^^^^^^ error[SP2209]: `db` cannot be replaced by this: `region` is read, and `Service` has none
overlay other on Mall { replace shop: Store { } }
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
