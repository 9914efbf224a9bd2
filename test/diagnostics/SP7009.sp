fn size(level: "low" | "high"): Int = match level { "low" => 1, "high" => 2, _ => 3 }
system Site { output a = size("low") }
environment dev = Site
