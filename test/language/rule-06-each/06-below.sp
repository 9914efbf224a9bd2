// Rule 6: a slot that an overlay declares is matched by what stands at or above it, and not by what stands below.
// rules: 6.16, 6.33
system Shop { web: Service { name = "web" } }
overlay low on Shop { each Service { level = "high" } }
overlay adds on Shop { more: Service { name = "more" }, each Service { replicas = 2 } }
overlay high on Shop { each Service { limits.cpu = 3 } }
environment prod = Shop with low, adds, high
type Port { name: String, port: Int, probe: Int = port + 1, tls: Bool = false }
type Limits { cpu: Int = 1, mem: Int = cpu * 2 }
kind Service by service {
  @key name: String
  replicas: Int in 1..100 = 1
  level: "low" | "high" = "low"
  note: String = "runs ${name}"
  tag: String?
  limits: Limits = {}
  extra: Limits?
  env: {String: String} = {}
  ports: [Port by name] = {}
  tables: {String: Limits} = {}
  args: [String] = []
}
// --- expect: prod
{
  "web": { "level": "high", "replicas": 2, "limits": { "cpu": 3, "mem": 6 } },
  "more": { "level": "low", "replicas": 2, "limits": { "cpu": 3, "mem": 6 } }
}
