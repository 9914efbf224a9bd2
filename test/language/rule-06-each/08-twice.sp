// Rule 6: within one overlay order means nothing, so two `each` that set one slot are a mistake where both hit, and none where only one
// of them does.
// rules: 6.16, 6.20
// environment: prod
kind Service by service { @key name: String, replicas: Int in 1..100 = 1, level: "low" | "high" = "low", env: {String: String} = {} }
system Shop { a: Service { name = "a" }, b: Service { name = "b", replicas = 5 }, c: Service { name = "c", replicas = 50 } }
overlay x on Shop {
  each Service where it.replicas > 3 { level = "high", env { A = "1" } }
  each Service where it.replicas < 10 { level = "low", env { B = "1" } }
//                                              ^^^^^ error[SP2112]: `level` is written twice in one block
}
environment prod = Shop with x
environment fine = Shop with { remove b }, x
// --- expect: fine
{
  "a": { "level": "low", "env": { "B": "1" } },
  "c": { "level": "high", "env": { "A": "1" } }
}
