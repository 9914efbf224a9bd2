// Siblings are checked against what is below their group; each may declare slots, none the same as another.
// rule: 6.26
import std.service { Service }
system Shop { web: Service { name = "web" } }
overlay a on Shop { x: Service { name = "x" } }
overlay b on Shop { y: Service { name = "y" } }
overlay c on Shop { x: Service { name = "other" } }
overlay over on Shop with (a, b) { x.level = "high", y.level = "high" }
environment one = Shop with (a, b), over, { x.replicas = 2, y.replicas = 2 }
environment two = Shop with (a, c)
//                              ^ error[SP2002]: `x` is declared twice
environment three = Shop with (a, { x.level = "high" })
//                                  ^ error[SP2108]: nothing to amend: `Shop` has nothing named `x`
environment four = Shop with (a, (b, { z: Service { name = "z" } })), { z.level = "high" }
environment six = Shop with (b, (a, c))
//                                  ^ error[SP2002]: `x` is declared twice
environment five = Shop with (a, { x: Service { name = "x2" } })
//                                 ^ error[SP2002]: `x` is declared twice
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
