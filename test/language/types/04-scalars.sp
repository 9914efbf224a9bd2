// rule: 4.1
// What a value of each scalar is in the graph.
system Site {
  param bool: Bool = true
  param int: Int = -7
  param number: Number = 1.5
  param string: String = "x"
  param duration: Duration = 1h30m
  param size: Size = 512MiB
  param cpu: Cpu = 0.25cpu
  param percent: Percent = 25%
  param date: Date = 2027-01-31
  output all = { bool, int, number, string, duration, size, cpu, percent, date }
}
environment dev = Site
// --- expect
{"outputs":{"all":{"bool":true,"int":-7,"number":1.5,"string":"x","duration":5400000,"size":536870912,"cpu":250,"percent":25,"date":"2027-01-31"}}}
