// Rule 3: a bare `=` on a container that has something below is an error; a type's default is nothing, and so is what was removed.
// rule: 6.8
// environment: bad
system Shop {
  web: Service { name = "web", env = { A = "1" }, ports = { http = { port = 80 } }, extra = { cpu = 1 } }
  idle: Service { name = "idle" }
}
overlay fine on Shop { idle { env = { A = "1" }, limits = { cpu = 3 }, ports = { http = { port = 1 } } } }
overlay over on Shop { idle { env = { B = "2" } } }
//                            ^^^ error[SP2201]: `env` already has a value, and a bare `=` does not replace it
overlay wrong on Shop {
  web {
    env = { B = "2" }
//  ^^^ error[SP2201]: `env` already has a value, and a bare `=` does not replace it
    ports { http = { port = 81 } }
//          ^^^^ error[SP2201]: `http` already has a value, and a bare `=` does not replace it
    extra = { cpu = 2 }
//  ^^^^^ error[SP2201]: `extra` already has a value, and a bare `=` does not replace it
  }
}
overlay cleared on Shop { web { remove env, ports { remove http }, remove extra } }
overlay anew on Shop { web { env = { B = "2" }, ports { http = { port = 81 } }, extra = { cpu = 2 } } }
environment bad = Shop with fine, over, wrong
environment good = Shop with fine, cleared, anew
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
// --- expect: good
{ "web": { "env": { "B": "2" }, "ports": [{ "name": "http", "port": 81, "probe": 82, "tls": false }], "extra": { "cpu": 2, "mem": 4 } }, "idle": { "env": { "A": "1" } } }
