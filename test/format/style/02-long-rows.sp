// What fits on its line only without being padded stands between two columns.
system S {
  param r: Int = 1
  param short: Int = 2
  param s: [Url] = ["https://example.com/x?y#z", "postgres://u:p@h:5432/db", "http://[::1]:80/"]
  param emails: [Email] = []
  param n: Int = 3
}
