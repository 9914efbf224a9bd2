// The block of an instance, and an overlay on what is around it, declare slots of the inner system.
// rule: 6.33
import std.service { Service, Database }
system Shop { web: Service { name = "web" } }
system Mall {
  param name: String = "mall"
  shop: Shop { extra: Service { name = name, level = "low" } }
  shops: Shop for k in ["a"] { more: Service { name = k } }
  front: Service { name = "${shop.extra.name}-${shops.a.more.name}" }
}
overlay bigger on Mall {
  shop { db: Database { name = name }, extra { level = "high" } }
  front { env { DB = shop.db.url, NO = shop.nothing.url } }
//                                          ^^^^^^^ error[SP2102]: `Shop` has no `nothing`
  shops { a { deep: Service { name = "x" } } }
//            ^^^^ error[SP2114]: this cannot be declared so: the slots of a loop all hold the same, and this would be in one of them only
}
overlay higher on Mall with bigger { shop.db.size = 2, shop { dc.size = 1 } }
//                                                            ^^ error[SP2108]: nothing to amend: `Shop` has nothing named `dc`
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
