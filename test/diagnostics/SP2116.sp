system Site {
  param level: "low" | "middle" | "high" = "low"
  output replicas = match level { "low" => 1, "high" => 5 }
}
