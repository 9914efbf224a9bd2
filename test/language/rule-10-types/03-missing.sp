// Rule 10: what a record needs it must have in the end, whoever gives it; `remove` may take it away again.
// rules: 6.27, 7.7
// environment: bad
type Probe { path: String, every: Int = 5 }
kind Watch by service { @key name: String, probe: Probe = { path = "/" }, probes: {String: Probe} = {} }
system Shop {
  param release: String
  web: Watch { name = "web", probes = { a = { path = release } } }
}
overlay x on Shop { release = "1", web { probes { b = { path = "/b" } } } }
overlay y on Shop { remove release }
environment good = Shop with x
environment bad = Shop with x, y
//          ^^^ error[SP4004]: `Shop` needs `release`, and `bad` does not give it
// --- expect: good
{ "web": { "probe": { "path": "/", "every": 5 }, "probes": { "a": { "path": "1", "every": 5 }, "b": { "path": "/b", "every": 5 } } } }
