// rule: 8.16
// The functions of lists, on plain values.
type Person { name: String, age: Int }
system Site {
  param people: [Person by name] = { ada = { age = 36 }, bob = { age = 20 }, eve = { age = 36 } }
  output old = people.values().filter(p => p.age > 30).map(p => p.name)
  output sorted = people.values().sortBy(p => p.age).map(p => p.name)
  output total = people.values().map(p => p.age).sum()
  output oldest = people.values().map(p => p.age).max() ?? 0
  output byAge = people.values().groupBy(p => "${p.age}").map(group => group.length())
  output adult = people.values().all(p => p.age >= 18)
  output found = people.values().find(p => p.name.startsWith("b"))?.age ?? 0
  output joined = [3, 1, 2].sort().reverse().join("-")
  output flat = [[1], [2, 3]].flatten().unique().length()
}
environment dev = Site
// --- expect
{ "outputs": { "old": ["ada", "eve"], "sorted": ["bob", "ada", "eve"], "total": 92, "oldest": 36, "byAge": { "36": 2, "20": 1 }, "adult": true, "found": 20, "joined": "3-2-1", "flat": 3 } }
