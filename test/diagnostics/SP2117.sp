type Http { url: Url }
type Tcp  { port: Port }
type Probe = Http | Tcp
