// rule: 8.6
// What may be absent has an arm for that.
system Site {
  param name: String?
  param level: ("low" | "high")?
  output a = match name { String as s => s, _ => "nobody" }
  output b = match level { "low" => 1, "high" => 2, _ => 0 }
  output c = match (level ?? "high") { "low" => 1, "high" => 2 }
}
environment dev = Site
// --- expect
{ "outputs": { "a": "nobody", "b": 0, "c": 2 } }
