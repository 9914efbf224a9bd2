// rule: 4.4
// A field holds whole units: what falls between two is rounded.
system Site {
  param third: Duration = 1s / 3
  output ms = third.milliseconds()
}
environment dev = Site
// --- expect
{ "outputs": { "ms": 333 } }
