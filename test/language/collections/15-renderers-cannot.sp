// rule: 8.17
system Site {
  output a = ini({ s = { deep = { x = 1 } } })
//           ^^^ error[SP3008]: this cannot be written as INI: sections stand one deep, and `s.deep` is a record
  output b = ini([1])
//           ^^^ error[SP3008]: this cannot be written as INI: an INI file is a record
  output c = env({ "a b" = "x" })
//           ^^^ error[SP3008]: this cannot be written as ENV: "a b" is no name of a variable
  output d = env({ A = "x\ny" })
//           ^^^ error[SP3008]: this cannot be written as ENV: `A` has several lines, which its readers take differently
  output e = env({ A = [1] })
//           ^^^ error[SP3008]: this cannot be written as ENV: `A` holds more than one value
  output f = toml({ a = null })
//           ^^^^ error[SP3008]: this cannot be written as TOML: TOML has no null
}
environment dev = Site
