system Site {
  param stage: String = "dev"
  output replicas = if stage == "prod" then 6 else 1
}

environment dev = Site

environment prod = Site with { stage = "prod" }
