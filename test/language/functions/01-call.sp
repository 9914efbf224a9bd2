// rule: 8.12
// Functions: defaults, names, functions in functions, and a `let` that calls one.
fn url(host: String, port: Port = 80, tls: Bool = false): String =
  "${if tls then "https" else "http"}://${host}:${port}"
fn double(n: Int): Int = n * 2
fn quadruple(n: Int): Int = double(double(n))
let base = url("a.example.com")
system Site {
  param port: Port = 8080
  output plain = base
  output named = url("b", tls = true, port = port)
  output four = quadruple(3)
}
environment dev = Site
// --- expect
{ "outputs": { "plain": "http://a.example.com:80", "named": "https://b:8080", "four": 12 } }
