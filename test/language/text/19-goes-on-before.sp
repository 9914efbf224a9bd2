// rule: 2.12
// A line that begins with what can begin no entry goes on with the one before.
type Level = "low"
  | "high"
system Site {
  param name: String?
  param n: Int = 3
  output a = "a b"
    .upper()
    .split(" ")
  output b = name
    ?? "none"
  output c = name
    ?.upper()
    ?? "nobody"
  output d = n > 1
    and n < 5
    or n == 9
  output e = if n > 1
    then "many"
    else "one"
  output f = [x
    for x in [1, 2, 3]
    if x > 1]
  param level: Level = "low"
}
overlay o on Site { n = 4 }
environment dev = Site
  with o
// --- expect
{"outputs":{"a":["A","B"],"b":"none","c":"nobody","d":true,"e":"many","f":[2,3]}}
