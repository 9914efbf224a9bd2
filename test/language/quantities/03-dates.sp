// rule: 2.29
// Dates compare, and move by whole days.
system Site {
  param until: Date = 2027-01-31
  output next = until + 1d
  output leap = 2028-02-28 + 1d
  output before = until - 31d
  output days = (2027-03-01 - until).days()
  output late = until > 2026-12-31
  output parts = [until.year(), until.month(), until.day(), until.weekday()]
  output text = "until ${until}"
}
environment dev = Site
// --- expect
{ "outputs": { "next": "2027-02-01", "leap": "2028-02-29", "before": "2026-12-31", "days": 29, "late": true, "parts": [2027, 1, 31, 7], "text": "until 2027-01-31" } }
