// rule: 2.2
// A comment ends with its line, wherever it stands.
system Site { // after a bracket
  // alone
  output a = [ // in a list
    1, // after a comma
    // before the end
  ] // after the end
  output b = "// no comment"
  output c = 6 / 2 // not a third
}
environment dev = Site
// last
// --- expect
{"outputs":{"a":[1],"b":"// no comment","c":3}}
