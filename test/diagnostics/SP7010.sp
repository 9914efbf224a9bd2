kind Service by service { @key name: String, health: String? }

system Shop { web: Service { name = "web" } }

environment dev = Shop
