// rule: 3.1
// From the inside out: variables, the parameters and lets of an overlay, slots, the file, the prelude.
let file = "file"
system Site {
  param slot: String = "slot"
  let own = "let"
  output a = [slot, own, file]
  output b = [x for x in ["variable"]]
  output c = ["p"].map(x => "${x} ${slot} ${own} ${file}")
  output d = json({ a = 1 })
}
overlay o(given: String = "given") on Site {
  let local = "local"
  slot = "${given} ${local} ${file}"
}
environment dev = Site with o
// --- expect
{"outputs":{"a":["given local file","let","file"],"b":["variable"],"c":["p given local file let file"],"d":"{\n  \"a\": 1\n}\n"}}
