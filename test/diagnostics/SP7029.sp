fn url(port: Int = 80, host: String): String = "http://${host}:${port}"
system Site { output a = url(host = "x") }
environment dev = Site
