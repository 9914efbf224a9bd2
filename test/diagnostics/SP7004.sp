type Level = Int in 1..5

system Site { output name = "site" }

environment dev = Site
