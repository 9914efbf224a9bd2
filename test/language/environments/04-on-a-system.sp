// rule: 7.1
// An environment is a system with overlays, in order; it may have none.
system Site { param n: Int = 1, output m = n }
overlay a on Site { n = super + 1 }
overlay b on Site { n = super * 10 }
environment none = Site
environment dev = Site with a, b
// environment: dev
// --- expect
{"outputs":{"m":20}}
