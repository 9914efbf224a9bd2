import std.service { Service }
system Shop { web: Service { name = "web", env = { REGION = "none" } } }
overlay eu on Shop { web { env { REGION = "eu" } } }
overlay us on Shop { web { env { REGION = "us" } } }
environment prod = Shop with (eu, us)
// --- file: std:service.sp
type PortEntry { name: String, port: Port }
kind Service by service {
  @key name: String
  env: {String: String} = {}
  ports: [PortEntry by name] = {}
  output url: String
}
