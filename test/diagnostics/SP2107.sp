// environment: prod
import "./shop.sp" { Shop }
overlay production on Shop {
  web { ports { remove debgu } }
}
environment prod = Shop with production
// --- file: shop.sp
import std.service { Service }
system Shop {
  web: Service {
    name  = "web"
    ports = { http = { port = 8080 }, debug = { port = 6060 } }
  }
}
// --- file: std:service.sp
type PortEntry { name: String, port: Port }
kind Service by service {
  @key name: String
  env: {String: String} = {}
  ports: [PortEntry by name] = {}
  output url: String
}
