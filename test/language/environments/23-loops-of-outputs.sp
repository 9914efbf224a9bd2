// rule: 7.5
// Environments do not need each other in a loop, neither by outputs nor by what they are on.
import std.service { Service }
system Shop { param peer: String = "none", web: Service { name = peer }, output url = peer }
overlay near(other: String) on Shop { peer = other }
environment a = Shop with near(b.url)
//                             ^ error[SP3001]: `a` needs itself: a → b → c → a
environment b = Shop with near(c.url)
environment c = Shop with near(a.url)
environment self = Shop with near(self.url)
//                                ^^^^ error[SP3001]: `self` needs itself: self → self
environment base = Shop with near(child.url)
//                                ^^^^^ error[SP3001]: `base` needs itself: base → child → base
environment child = base with near("x")
environment fine = child
environment reads = Shop with near(a.url)
// --- file: std:service.sp
kind Service by service {
  @key name: String
  replicas: Int in 1..50 = 1
  env: {String: String} = {}
  output url: String
}
