// Maps, keyed lists and records: entries that are amended, added, removed, written again, replaced, spread and computed.
// explain: prod web.env
// explain: prod web.env.LOG
// explain: prod web.env.DEBUG
// explain: prod web.env.TRACE
// explain: prod web.env.AGAIN
// explain: prod web.env.a b
// explain: prod web.env."a.b"
// explain: prod web.env["a.b"]
// explain: prod web.env."c[0]"
// explain: prod web.env.ONE
// explain: prod web.env.SHARED
// explain: prod web.ports
// explain: prod web.ports.http.port
// explain: prod web.ports.http.tls
// explain: prod web.ports.debug
// explain: prod web.ports.debug.port
// explain: prod web.ports.admin
// explain: prod web.labels
// explain: prod web.labels.old
// explain: prod web.probe.path
// explain: prod web.hosts.1
// explain: prod web.hosts[1]
// explain: prod web.mounts.0.path
// explain: prod web.spare
import std.service { Service, Mount, Probe }
let shared = { SHARED = "everywhere" }
system Shop {
  param names: [String] = ["ONE", "TWO"]
  web: Service {
    name = "web"
    env = { DEBUG = "1", AGAIN = "first", "a.b" = "dotted", "c[0]" = "bracketed", ...shared, [n] = n for n in names }
    ports = { http = { port = 8080 }, debug = { port = 6060 } }
    labels = { old = "1", kept = "1" }
    hosts = ["a", "b"]
    mounts = [Mount { path = "/data" }, Mount { path = "/logs" }]
  }
}
overlay production on Shop {
  web {
    env { LOG = "warn", remove DEBUG, remove AGAIN, "a.b" = "${super}!" }
    ports { http { tls = true }, remove debug, admin = { port = 9000 } }
    replace labels = { kept = "2" }
    probe = Probe { path = "/live" }
    hosts += ["c"]
  }
}
overlay later on Shop { web.env.AGAIN = "last" }
environment prod = Shop with production, later
// --- file: std:service.sp
type Port { name: String, port: Int, tls: Bool = false }
type Probe { path: String = "/", within: Duration = 5s }
type Mount { path: String, mode: FileMode = 0o750 }
kind Service by service {
  @key name: String
  env: {String: String} = {}
  labels: {String: String} = {}
  ports: [Port by name] = {}
  probe: Probe?
  spare: Probe?
  hosts: [String] = []
  mounts: [Mount] = []
}
