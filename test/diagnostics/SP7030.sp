type Login = String matching /[a-z]+/
system Site { param login: Login = "ada", output a = login }
environment dev = Site
