system Site {
  param stage: String = "dev"
  param tag: String = "prod"
  output debug = if stage == "dev" then 1 else 0
//                           ^^^^^ SP7017: this compares with the name of the environment `dev`
  output beta = stage != "beta"
  output label = tag
}

environment dev = Site

environment prod = Site with { stage = "prod" }
