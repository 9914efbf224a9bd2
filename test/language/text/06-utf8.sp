// rule: 2.1
// What is not ASCII stands in strings and comments: é, 日本, 😀.
system Site {
  output text = "é 日本 😀"
  output length = "é😀".length()
}
environment dev = Site
// --- expect
{"outputs":{"text":"é 日本 😀","length":2}}
