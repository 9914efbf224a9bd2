import std.service { Service }
system Shop { web: Service { name = "web", env = { DEBUG = "1" } } }
overlay quiet on Shop {
  each Service { env { remove DEBUG } }
}
// --- file: std:service.sp
type Port { name: String, port: Int, tls: Bool = false }
kind Service by service {
  @key name: String
  env: {String: String} = {}
  ports: [Port by name] = {}
}
kind Database by database { @key name: String }
