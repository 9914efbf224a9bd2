// rule: 2.3
/// What runs.
system Site {
  /// How many.
  /// At least one.
  param n: Int = 1
  //// four slashes are an ordinary comment
  output m = n
}
environment dev = Site
// --- expect
{"outputs":{"m":1}}
