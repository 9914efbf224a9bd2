system Site { output a = if true then 1 else 2 }
environment dev = Site
