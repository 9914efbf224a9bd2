// rule: 5.22
// environment: prod
// `@retry` and `@batch` take values with names, typed by `std.annotations`; an overlay writes them anew.
import std.service { Service }
system Shop {
  web: Service for n in ["a", "b"] { name = n, @retry(first = 1s, longest = 1m), @batch(size = 2) }
  job: Service { name = "job", @batch(group = "jobs", share = 25%) }
}
overlay slow on Shop { web { a { @retry(first = 10s), @batch(size = 1, group = "web") } } }
environment prod = Shop with slow
// --- expect
{
  "web.a": { "meta": { "retry": { "first": 10000 }, "batch": { "size": 1, "group": "web" } } },
  "web.b": { "meta": { "retry": { "first": 1000, "longest": 60000 }, "batch": { "size": 2 } } },
  "job": { "meta": { "batch": { "group": "jobs", "share": 0.25 } } }
}
// --- file: std:service.sp
target kind Ssh by ssh { address: String, user: String = "root" }
kind Service by service {
  @key name: String
  replicas: Int in 1..50 = 1
  env: {String: String} = {}
  output url: String
}
