import std.service { Service }
system Shop { web: Service { name = "web", ports = { http = { port = 8080 } } } }
overlay production on Shop { web { ports { htpt { port = 80 } } } }
environment prod = Shop with production
// --- file: std:service.sp
type PortEntry { name: String, port: Port }
kind Service by service {
  @key name: String
  env: {String: String} = {}
  ports: [PortEntry by name] = {}
  output url: String
}
