// rule: 8.6
// What is left out is named; a scalar has values without number, so it needs `_`.
type Http { type: "http", path: String }
type Tcp { type: "tcp", port: Port }
type Probe = Http | Tcp
system Site {
  param level: "low" | "high" = "low"
  param on: Bool = true
  param n: Int = 1
  param text: String?
  param probe: Probe = Tcp { port = 1 }
  output a = match level { "low" => 1 }
//           ^^^^^ error[SP2116]: this `match` has no arm for "high"
  output b = match on { true => 1 }
//           ^^^^^ error[SP2116]: this `match` has no arm for false
  output c = match n { 1 => "one" }
//           ^^^^^ error[SP2116]: this `match` has no arm for Int
  output d = match text { "x" => 1, String as s => 2 }
//           ^^^^^ error[SP2116]: this `match` has no arm for absent
  output e = match probe { Http => 1 }
//           ^^^^^ error[SP2116]: this `match` has no arm for Tcp
  output f = match text { String as s => s, _ => "nothing" }
}
