import std.service { Service }
system Shop { web: Service { name = "web", env = { DEBUG = "1" } } }
overlay production on Shop { web { env = { LOG = "warn" } } }
environment prod = Shop with production
// --- file: std:service.sp
type PortEntry { name: String, port: Port }
kind Service by service {
  @key name: String
  env: {String: String} = {}
  ports: [PortEntry by name] = {}
  output url: String
}
