import std.service { Service }
system Shop { web: Service { name = "web", env = { TLS = "on" } } }
overlay hardened on Shop { web { env { final TLS = "on" } } }
overlay local on Shop { web { env { remove TLS } } }
environment dev = Shop with hardened, local
// --- file: std:service.sp
type PortEntry { name: String, port: Port }
kind Service by service {
  @key name: String
  env: {String: String} = {}
  ports: [PortEntry by name] = {}
  output url: String
}
