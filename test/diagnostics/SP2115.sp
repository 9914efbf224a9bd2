import std.service { Service }
system Shop { web: Service { name = "web", env = { A = "1", @protect } } }
environment dev = Shop
// --- file: std:service.sp
type PortEntry { name: String, port: Port }
kind Service by service {
  @key name: String
  env: {String: String} = {}
  ports: [PortEntry by name] = {}
  output url: String
}
