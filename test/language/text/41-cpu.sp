// rule: 2.26
system Site {
  output a = [0.25cpu, 250mcpu, 2cpu]
  output b = 0.25cpu == 250mcpu
}
environment dev = Site
// --- expect
{"outputs":{"a":[250,250,2000],"b":true}}
