// `on` takes a system with overlays: those must be below.
// rule: 6.23
import std.service { Service }
system Shop { web: Service { name = "web" } }
system Blog { web: Service { name = "web" } }
overlay base(n: Int) on Shop { extra: Service { name = "x", replicas = n } }
overlay blog on Blog { web.level = "high" }
overlay smaller on Shop with base { extra.replicas = 1 }
overlay smallest on Shop with base, smaller { extra.level = "low" }
overlay given on Shop with base(n = 2) { extra.level = "low" }
overlay wrong on Shop with base(n = "2"), blog, nothing, { web.level = "low" } { web.level = "high" }
//                                  ^^^ error[SP2101]: expected Int, found "2"
//                                        ^^^^ error[SP2203]: this overlay does not fit: `blog` is on `Blog`, and this is `Shop`
//                                              ^^^^^^^ error[SP2001]: nothing here is named `nothing`
//                                                       ^^^^^^^^^^^^^^^^^^^^^ error[SP2203]: this overlay does not fit: what an overlay is on has a name, and a block in its place has none
environment a = Shop with base(1), smaller, smallest
environment b = Shop with base(1), smallest
//                                 ^^^^^^^^ error[SP2203]: this overlay does not fit: `smallest` is on `Shop with base, smaller`, and `smaller` is not below it here
environment c = Shop with smaller, base(1)
//                        ^^^^^^^ error[SP2203]: this overlay does not fit: `smaller` is on `Shop with base`, and `base` is not below it here
environment d = a with given
environment e = Shop with (base(1), smaller)
//                                  ^^^^^^^ error[SP2203]: this overlay does not fit: `smaller` is on `Shop with base`, and `base` is not below it here
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
