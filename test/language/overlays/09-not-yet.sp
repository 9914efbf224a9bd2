// rule: 6.28
// What the language has and this compiler does not do yet is refused, and never misread.
import std.service { Service }
system Shop { web: Service { name = "web", args = ["a"], env = { A = "1" } } }
overlay x on Shop {
  web {
    final replicas = 2
//  ^^^^^ error[SP9001]: `final` is part of the language, and this compiler does not support it yet
  }
    each Service where it.replicas > 1 { level = "high" }
//  ^^^^ error[SP9001]: `each` is part of the language, and this compiler does not support it yet
}
   policy "spare" on Service as s { require s.replicas >= 2 else "no" }
// ^^^^^^ error[SP9001]: `policy` is part of the language, and this compiler does not support it yet
environment prod = Shop with x
// --- file: std:service.sp
type PortEntry {
  name: String
  port: Port
  tls: Bool = false
  probe: Int = port
}
@holdsData
kind Service by service {
  @key name: String
  replicas: Int in 1..50 = 1
  env: {String: String} = {}
  ports: [PortEntry by name] = {}
  args: [String] = []
  level: "low" | "high" = "low"
  note: String = "runs ${name}"
  output url: String
}
