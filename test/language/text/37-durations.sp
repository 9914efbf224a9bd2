// rule: 2.24
system Site {
  output a = [1w, 1d, 1h30m, 250ms, 1.5h, 1h30m15s250ms, 0s]
  output b = 90m == 1h30m
}
environment dev = Site
// --- expect
{"outputs":{"a":[604800000,86400000,5400000,250,5400000,5415250,0],"b":true}}
