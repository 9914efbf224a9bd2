import std.service { Database }
import "./shop.sp" { Shop }
overlay hardened on Shop {
  each Database { name = "shop" }
}
// --- file: shop.sp
import std.service { Service }
system Shop { web: Service { name = "web" } }
// --- file: std:service.sp
type Port { name: String, port: Int, tls: Bool = false }
kind Service by service {
  @key name: String
  env: {String: String} = {}
  ports: [Port by name] = {}
}
kind Database by database { @key name: String }
