// rule: 4.38
// What is expected is passed down, so the inner values need no types of their own.
type Probe = Http | Tcp
type Http { type: "http", path: String = "/" }
type Tcp { type: "tcp", port: Port }
type Rule { probes: [Probe], limits: {String: Int}, level: "low" | "high" }
fn pick(f: (Rule) => Probe, r: Rule): Probe = f(r)
system Site {
  param r: Rule = {
    probes = [{ path = "/x" }, { type = "tcp", port = 1 }]
    limits = if true then { a = 1 } else {}
    level = if true then "low" else "high"
  }
  output a = pick(r2 => { port = 5 }, r)
  output b = r
}
environment dev = Site
// --- expect
{"outputs":{"a":{"type":"tcp","port":5},"b":{"probes":[{"type":"http","path":"/x"},{"type":"tcp","port":1}],"limits":{"a":1},"level":"low"}}}
