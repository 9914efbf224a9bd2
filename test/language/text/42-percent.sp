// rule: 2.27
// Glued to its number; there is no operator `%`.
system Site {
  output a = [25%, 12.5%, 0%]
  output b = 7.mod(4)
  output c = 50% * 10
}
environment dev = Site
// --- expect
{"outputs":{"a":[25,12.5,0],"b":3,"c":5}}
