// rule: 4.4
// Quantities compute and compare inside their dimension.
system Site {
  param d: Duration = 1h30m
  output sum = (d + 30m).hours()
  output half = (d / 2).minutes()
  output ratio = d / 30m
  output times = 3 * 512MiB == 1536MiB
  output more = 1GiB > 1GB
  output quarter = (25% * 1GiB).mebibytes()
  output part = 8 * 25%
  output cpu = (250mcpu + 0.75cpu).cores()
  output sumOf = [1s, 2s, 500ms].sum().seconds()
  output text = "${d.text()} ${(1536MiB).text()} ${(0.25cpu).text()} ${12.5%.text()}"
  output negative = (-d).minutes()
}
environment dev = Site
// --- expect
{ "outputs": { "sum": 2, "half": 45, "ratio": 3, "times": true, "more": true, "quarter": 256, "part": 2, "cpu": 1, "sumOf": 3.5, "text": "1h30m 1536MiB 250mcpu 12.5%", "negative": -90 } }
