// rules: 4.33, 4.34
// The literal field is filled in by itself, also where the block has no name.
type Http { type: "http", path: String = "/" }
type Tcp { type: "tcp", port: Port }
type Probe = Http | Tcp
system Site {
  param a: Probe = Http {}
  param b: Probe = { type = "tcp", port = 9 }
  param c: Probe = { port = 10 }
  param d: Probe = { type = "htp", path = "/x" }
//                          ^^^^^ error[SP2101]: expected "http", found "htp"
  param e: Probe = { prot = 1 }
//                   ^^^^ error[SP2102]: `Http` has no `prot`
  param f: Probe = {}
}
