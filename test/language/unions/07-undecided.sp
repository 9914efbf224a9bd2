// rules: 4.34, 4.33
// A block that fits two members says which it is; so does a field that says none of them.
type Tcp { type: "tcp", port: Port }
type Udp { type: "udp", port: Port, size: Int = 512 }
type Http { type: "http", url: Url }
type Probe = Tcp | Udp | Http
let a: Probe = { port = 53 }
//             ^ error[SP2118]: this could be Tcp or Udp
let b: Probe = { port = 53, size = 1024 }
let c: Probe = { type = "udp", port = 53 }
let d: Probe = Udp { port = 53 }
let e: Probe = { type = "dns", port = 53 }
//                      ^^^^^ error[SP2101]: expected "tcp" | "udp" | "http", found "dns"
let f: Probe = { url = "https://example.com" }
let g: Probe = { port = "53" }
//             ^ error[SP2118]: this could be Tcp or Udp
