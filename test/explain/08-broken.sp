// An environment that does not compile is explained as far as it was evaluated; a path that leads nowhere leads to the nearest.
// explain: prod size
// explain: prod web.replicas
// explain: prod web
// explain: prod web.port
// explain: prod wbe.replicas
// explain: prod web.replica
// explain: prod web.replicas.more
// explain: prod web.probe.path
// explain: prod production
// explain: prod @on
// explain: prod web.hosts.4
// explain: prod web..port
// explain: prod web."port
// explain: prod
import std.service { Service }
system Shop {
  param size: Int in 1..9 = 3
  web: Service { name = "web", replicas = size, port = 80, hosts = ["a"] }
}
overlay production on Shop {
  size = super * 7
  web.port = super + size
}
environment prod = Shop with production
// --- file: std:service.sp
type Probe { path: String = "/" }
kind Service by service {
  @key name: String
  port: Int
  replicas: Int in 1..50 = 1
  hosts: [String] = []
  probe: Probe?
}
