kind Service by service {
  @key name: String
  @deprecated("use port")
  listen: Int?
  port: Int?
}

system Shop { web: Service { name = "web", listen = 8080 } }

environment dev = Shop
