// rule: 4.18
type Foreign { a: String | null, b: null, c: Int? }
system Site {
  param f: Foreign = { a = null, b = null }
  output whole = f
  output l = match f.a { null => "nothing", String as s => s }
  output text = json({ x = null })
}
environment dev = Site
// --- expect
{"outputs":{"whole":{"a":null,"b":null},"l":"nothing","text":"{\n  \"x\": null\n}\n"}}
