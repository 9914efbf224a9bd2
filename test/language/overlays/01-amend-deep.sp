// rule: 6.6
// Records, maps and keyed lists are amended per key, at any depth, and everything else is recomputed.
// environment: prod
import std.service { Service }
import std.file { File }

system Shop {
  param release: Semver = "1.0.0"
  web: Service {
    name  = "web"
    env   = { RELEASE = release, DEBUG = "1" }
    ports = { http = { port = 80 }, debug = { port = 6060 } }
  }
  config: File {
    path    = "/srv/${web.name}.json"
    content = json({ port = web.ports.http.port, probe = web.ports.http.probe, replicas = web.replicas })
  }
}
overlay production on Shop {
  release = "1.4.2"
  web {
    replicas = super * 3
    env { LOG = "warn", remove DEBUG }
    ports { http { port = 8443 }, remove debug, admin = { port = 9000, tls = true } }
  }
  config { mode = 0o600 }
}
overlay more on Shop { web { replicas = super * 2, env.REGION = "eu" } }
environment prod = Shop with production, more
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
// --- expect
{
  "web": {
    "replicas": 6,
    "env": { "RELEASE": "1.4.2", "LOG": "warn", "REGION": "eu" },
    "ports": [
      { "name": "http", "port": 8443, "tls": false, "probe": 8443 },
      { "name": "admin", "port": 9000, "tls": true, "probe": 9000 }
    ],
    "note": "runs web"
  },
  "config": {
    "mode": 384,
    "content": "{\n  \"port\": 8443,\n  \"probe\": 8443,\n  \"replicas\": 6\n}\n",
    "needs": ["web"]
  }
}
