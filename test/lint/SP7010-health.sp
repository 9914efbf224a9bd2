import std.service { Service, Job }

system Shop {
  web:   Service { name = "web", health = "/healthz" }
  admin: Service { name = "admin" }
//^^^^^ SP7010: `admin` has no `health`, which a Service can have
  late:  Service { name = "late" }
  job:   Job { name = "job" }
}

overlay watched on Shop { late { health = "/ready" } }

environment prod = Shop with watched
// --- file: std:service.sp
kind Service by service { @key name: String, health: String? }
kind Job by service { @key name: String }
