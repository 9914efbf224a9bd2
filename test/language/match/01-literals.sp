// rule: 8.6
// Every literal of a union, several in one arm, `_` for what is left.
system Site {
  param level: "low" | "middle" | "high" = "high"
  param on: Bool = true
  param count: Int = 3
  output replicas = match level { "low" => 1, "middle" | "high" => 5 }
  output word = match on { true => "yes", false => "no" }
  output size = match count { 0 => "none", 1 => "one", _ => "many" }
}
overlay small on Site { level = "low", on = false, count = 1 }
environment dev = Site
// environment: dev
environment tiny = Site with small
// --- expect
{ "outputs": { "replicas": 5, "word": "yes", "size": "many" } }
