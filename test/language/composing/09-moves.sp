// `moved` and `removed` stand in overlays: the new path is one of slots that are there, the old one is gone.
// rule: 5.25
import std.service { Service }
system Shop { web: Service { name = "web" }, inner: Inner { } }
system Inner { job: Service { name = "job" } }
overlay renamed on Shop {
  remove web
  front: Service { name = "web" }
  moved "web" to front
  removed "old" { destroy = false }
}
overlay wrong on Shop {
  moved "web" to inner
//      ^^^^^ error[SP2114]: this cannot be declared so: `web` is still there
  moved "x" to frond
//             ^^^^^ error[SP2001]: nothing here is named `frond`
  front: Service { name = "x" }
  removed "inner"
//        ^^^^^^^ error[SP2114]: this cannot be declared so: `inner` is still there
  inner { moved "a" to job }
//        ^^^^^^^^^^^^^^^^ error[SP2114]: this cannot be declared so: `moved` stands in a system or in an overlay
  web { removed "b" }
//      ^^^^^^^^^^^ error[SP2114]: this cannot be declared so: `removed` stands in a system or in an overlay
}
environment prod = Shop with { moved "y" to web }
// --- file: std:service.sp
kind Service by service {
  @key name: String
  replicas: Int in 1..50 = 1
  env: {String: String} = {}
  level: "low" | "high" = "low"
  output url: String
}
kind Database by database { @key name: String, size: Int = 1, output url: String, output port: Int }
kind Cloud by cloud { @key name: String, region: String = "eu", output url: String }
kind Secretive by secretive { @key name: String, output url: Secret<String>, output port: String }
