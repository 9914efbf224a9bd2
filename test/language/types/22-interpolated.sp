// rule: 4.42
// Texts, numbers, truth values and dates are written as they are.
system Site {
  param level: "low" | 3 = "low"
  output a = "${"x"} ${1} ${1.50} ${1e21} ${true} ${2027-01-31} ${level}"
}
environment dev = Site
// --- expect
{"outputs":{"a":"x 1 1.5 1e+21 true 2027-01-31 low"}}
