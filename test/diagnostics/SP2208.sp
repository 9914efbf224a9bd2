import std.service { Service }
system Inner { web: Service { name = "web" } }
system Shop { inner: Inner { } }
overlay quiet on Shop {
  each Inner { remove web }
}
// --- file: std:service.sp
kind Service by service { @key name: String }
