// rule: 7.2
// An environment on another one has its overlays below its own.
system Site { param n: Int = 1, param m: Int = 1, output sum = n * 10 + m }
overlay a on Site { n = 2 }
overlay b on Site { n = super * 3, m = 5 }
environment prod = Site with a
environment staging = prod with b
environment third = staging
// environment: third
// --- expect
{ "outputs": { "sum": 65 } }
