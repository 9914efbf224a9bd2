import "../fleet.sp" { Fleet }

overlay small on Fleet { level = "debug", services { remove feedback } }

overlay large(factor: Int = 3) on Fleet {
  level = "warn"
  services {
    search { replicas = super * factor }
    billing { env { ALERTS = "on" } }
  }
}

environment dev = Fleet with small, { domain = "dev.example.com" }
environment staging = Fleet with large(factor = 2), { domain = "staging.example.com" }
environment prod = Fleet with large, { domain = "example.com" }
