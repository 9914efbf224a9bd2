system Site { param image: Image = "nginx:latest", output a = image }
environment dev = Site
