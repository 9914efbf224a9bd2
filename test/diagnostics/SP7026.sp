system Site { output a = [0 for i in 1..3] }
environment dev = Site
