// Rule 9: two siblings that give one leaf different values are an error, whatever each of them does to it; so is what one of them takes
// away and the other one writes.
// rule: 6.26
// environment: prod
type Port { name: String, port: Int, tls: Bool = false }
kind Service by service {
  @key name: String
  replicas: Int in 1..100 = 1
  level: "low" | "high" = "low"
  tag: String?
  env: {String: String} = {}
  ports: [Port by name] = {}
  args: [String] = []
}
system Shop {
  param n: Int = 1
  web: Service { name = "web", tag = "t", env = { A = "1" }, ports = { http = { port = 80 } }, args = ["a"] }
  job: Service { name = "job" }
}
overlay a on Shop {
  n = 2
  web { replicas = super + 1, env { A = "2", B = "3" }, ports { http { port = 81 } }, args += ["b"], tag = "x", final level = "high" }
  job { default replicas = 4 }
}
overlay b on Shop {
  n = 3
//    ^ error[SP2211]: `a` and `b` stand side by side and disagree about `n`
  web { replicas = super + 2, env { remove A, B = "4" }, ports { remove http }, args += ["c"], remove tag, level = "low" }
//                 ^^^^^^^^^ error[SP2211]: `a` and `b` stand side by side and disagree about `web.replicas`
//                                         ^ error[SP2211]: `a` and `b` stand side by side and disagree about `web.env.A`
//                                                ^^^ error[SP2211]: `a` and `b` stand side by side and disagree about `web.env.B`
//                                                                      ^^^^ error[SP2211]: `a` and `b` stand side by side and disagree about `web.ports.http`
//                                                                                      ^^^^^ error[SP2211]: `a` and `b` stand side by side and disagree about `web.args`
//                                                                                                    ^^^ error[SP2211]: `a` and `b` stand side by side and disagree about `web.tag`
//                                                                                                                 ^^^^^ error[SP2211]: `a` and `b` stand side by side and disagree about `web.level`
  job { default replicas = 5 }
//                         ^ error[SP2211]: `a` and `b` stand side by side and disagree about `job.replicas`
}
environment prod = Shop with (a, b)
