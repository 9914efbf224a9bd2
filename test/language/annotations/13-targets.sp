// rule: 5.29
// `@on` names a target: in the block of a resource, of a system, and in overlays; the nearest counts.
// environment: prod
import std.service { Service, Ssh }
system Shop {
  web: Service { name = "web" }
}
system Fleet {
  param hosts: {String: String} = { a1 = "10.0.0.1", a2 = "10.0.0.2" }
  host: Ssh for name, ip in hosts { address = ip }
  edge: Ssh { address = "10.0.0.9" }
  shop: Shop { @on(host.a1) }
  jobs: Service for name in ["x", "y"] { name = name, @on(host.a2) }
  here: Service { name = "here" }
}
overlay moved on Fleet {
  @on(edge)
  shop { web { @on(host.a2) } }
  jobs { x { @on(host.a1) } }
}
environment prod = Fleet with moved
// --- expect
{
  "shop.web": { "target": "host.a2" },
  "jobs.x": { "target": "host.a1" },
  "jobs.y": { "target": "host.a2" },
  "here": { "target": "edge" },
  "absent": ["host.a1", "edge"]
}
// --- file: std:service.sp
target kind Ssh by ssh { address: String, user: String = "root" }
kind Service by service {
  @key name: String
  replicas: Int in 1..50 = 1
  env: {String: String} = {}
  output url: String
}
