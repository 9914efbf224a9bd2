type Tcp { type: "tcp", port: Port }
type Udp { type: "udp", port: Port }
type Probe = Tcp | Udp
let probe: Probe = { port = 53 }
