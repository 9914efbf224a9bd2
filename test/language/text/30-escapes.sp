// rule: 2.19
system Site {
  output a = "\n\r\t\0\"\\\$\u{41}\u{1F600}"
}
environment dev = Site
// --- expect
{"outputs":{"a":"\n\r\t\u0000\"\\$A😀"}}
