import std.file { File }

system Site { motd: File { path = "/motd", content = "a" } }

overlay same on Site { motd { content = "a", mode = 0o600 } }
//                                      ^^^ SP7006: `motd.content` is "a" already

overlay late on Site { motd { mode = 0o600 } }

overlay back on Site { motd { mode = 0o644 } }

environment dev = Site with same

environment prod = Site with late

environment test = Site with back

environment last = Site with late, back

// What is computed may differ tomorrow, also where it begins with a literal.
system Sized {
  param size: Int = 2
  big: File { path = "/big", content = "${size}", mode = 0o644 }
}

overlay computed on Sized { size = 1 + 1, big { content = "2".trim() } }

environment sized = Sized with computed

// In keyed lists, through `each`, through what shows another map, and among siblings.
type Port { name: String, port: Int, open: Bool = false }

kind Server by server {
  @key name: String
  ports: [Port by name] = {}
  labels: {String: String} = {}
  size: Int = 1
}

system Rack {
  param labels: {String: String} = { tier = "back", zone = "a" }
  one: Server { name = "one", ports = { http = { port = 80 } }, labels = labels }
  two: Server { name = "two", ports = { http = { port = 81 } }, labels = { zone = "b" } }
}

overlay racked on Rack {
  labels { zone = "a" }
//                ^^^ SP7006: `one.labels.zone` is "a" already
  each Server { ports { http { port = 80, open = false } } }
//                                               ^^^^^ SP7006: `one.ports.0.open` is false already
}

overlay left on Rack { two { size = 3, labels { zone = "b" } } }
//                                                     ^^^ SP7006: `two.labels.zone` is "b" already

overlay right on Rack { two { size = 3 } }
//                                   ^ SP7006: `two.size` is 3 already

environment rack = Rack with racked, (left, right)
