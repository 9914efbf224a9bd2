// Rule 9: siblings that do the same agree, also where they remove, append or fill; and what one adds is not below the other.
// rule: 6.26
kind Service by service { @key name: String, replicas: Int = 1, tag: String?, env: {String: String} = {}, args: [String] = [] }
system Shop { web: Service { name = "web", tag = "t", env = { A = "1" }, args = ["a"] }, job: Service { name = "job" } }
overlay a on Shop { web { replicas = super + 1, env { remove A, B = "2" }, remove tag, args += ["b"] }, job { env = { X = "1" }, final replicas = 3 } }
overlay b on Shop { web { replicas = 1 + 1, env { remove A, B = "2" }, remove tag, args += ["b"] }, job { env = { X = "1" }, replicas = 3 } }
environment prod = Shop with (a, b), { web { tag = "new", env { A = "9" } } }
// --- expect: prod
{
  "web": { "replicas": 2, "env": { "A": "9", "B": "2" }, "tag": "new", "args": ["a", "b"] },
  "job": { "env": { "X": "1" }, "replicas": 3 }
}
