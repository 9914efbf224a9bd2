// rule: 8.18
// Strings count characters, never halves of one.
system Site {
  output length = "héllo😀".length()
  output slice = "a😀b".slice(1, 2)
  output pad = "7".padStart(3, "0")
  output parts = "a=b=c".split("=")
  output lines = "one\ntwo\n".lines()
  output hash = "".sha256().slice(0, 8)
  output encoded = "a b&c".urlEncode()
  output back = "aMOpbGxv".fromBase64() ?? "none"
  output bad = "!!".fromBase64() ?? "none"
  output number = "0x".toInt() ?? 7
}
environment dev = Site
// --- expect
{ "outputs": { "length": 6, "slice": "😀", "pad": "007", "parts": ["a", "b", "c"], "lines": ["one", "two"], "hash": "e3b0c442", "encoded": "a%20b%26c", "back": "héllo", "bad": "none", "number": 7 } }
