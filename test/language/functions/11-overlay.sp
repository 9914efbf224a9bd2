// rule: 8.12
// Functions are called in overlays as well, with what the overlay sees.
fn port(index: Int): Port = 8000 + index
system Site {
  param first: Port = port(0)
  param second: Port = port(1)
}
overlay other(index: Int) on Site { second = port(index) }
environment dev = Site with other(7)
// --- expect
{ "outputs": {} }
