// rule: 2.23
system Site {
  output a = [1_000, 0o644, 0xff, 0XFF, 0b101, 1.5, 1e3, 1.5e-3, 1_0.2_5]
  output b = 9007199254740991
  output c = 0.1 + 0.2
}
environment dev = Site
// --- expect
{"outputs":{"a":[1000,420,255,255,5,1.5,1000,0.0015,10.25],"b":9007199254740991,"c":0.30000000000000004}}
