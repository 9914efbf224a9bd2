// rule: 8.17
// Every renderer says what its format cannot.
system Site {
  output j = json({ a = [1, true, null], "b c" = "x" })
  output y = yaml({ on = "no", list = [{ a = 1, b = "x: y" }, []], empty = {}, time = "12:30", n = 5, v = "1e3" })
  output i = ini({ top = 1, Section = { Key = "v", Many = ["a", "b"] } })
  output e = env({ A = "1", B = "it's $5", C = true })
}
environment dev = Site
// --- expect
{ "outputs": {
  "j": "{\n  \"a\": [\n    1,\n    true,\n    null\n  ],\n  \"b c\": \"x\"\n}\n",
  "y": "\"on\": \"no\"\nlist:\n  - a: 1\n    b: \"x: y\"\n  - []\nempty: {}\ntime: \"12:30\"\n\"n\": 5\nv: \"1e3\"\n",
  "i": "top=1\n\n[Section]\nKey=v\nMany=a\nMany=b\n",
  "e": "A=1\nB=\"it's \\$5\"\nC=true\n"
} }
