// Rules 3 and 5: a container that comes from elsewhere is, below what is written on it here, what it is in the end over there; only
// what nobody wrote there follows what is written here. Its layers and its strengths are those of over there.
// rules: 6.6, 6.15, 6.30
type Limits { cpu: Int = 1, mem: Int = cpu * 2 }
kind Service by service { @key name: String, limits: Limits = {}, env: {String: String} = {} }
system Shop {
  param common: Limits = { cpu = 4 }
  base: Service { name = "base", limits = { cpu = 2 }, env = { A = "a", final F = "f" } }
  web: Service { name = "web", limits = base.limits, env = base.env }
  job: Service { name = "job", limits = common }
}
overlay low on Shop { web { limits { cpu = super + 10 }, env { A = super + "!", F = "g", N = "n" } }, job { limits { cpu = super + 1 } } }
overlay high on Shop { base { limits { cpu = super * 10 }, env { A = super + "b" } }, common { mem = 100 } }
environment one = Shop with low
environment two = Shop with low, high
// --- expect: one
{
  "base": { "limits": { "cpu": 2, "mem": 4 }, "env": { "A": "a", "F": "f" } },
  "web": { "limits": { "cpu": 12, "mem": 24 }, "env": { "A": "a!", "F": "g", "N": "n" } },
  "job": { "limits": { "cpu": 5, "mem": 10 } }
}
// --- expect: two
{
  "base": { "limits": { "cpu": 20, "mem": 40 }, "env": { "A": "ab", "F": "f" } },
  "web": { "limits": { "cpu": 30, "mem": 60 }, "env": { "A": "ab!", "F": "g", "N": "n" } },
  "job": { "limits": { "cpu": 5, "mem": 100 } }
}
