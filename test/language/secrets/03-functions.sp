// rule: 10.5
// A function takes a secret only where its type says so.
fn url(host: String): String = "db://${host}"
fn secretUrl(password: Secret<String>): Secret<String> = "db://${password}"
fn both<T>(value: T): T = value
system Site {
  let password = secret.env("P")
  let a = url(password)
//            ^^^^^^^^ error[SP2301]: `secret.env("P")` is a secret: String is not secret
  let b = secretUrl(password)
  let c = both(password)
  output d: String = b
//                   ^ error[SP2301]: `b` is a secret: String is not secret
  output e: String = c
//                   ^ error[SP2301]: `secret.env("P")` is a secret: String is not secret
}
