// rule: 10.1
// `secret` is a module of the prelude: nothing else is in it, and a slot may have its name.
system Site {
  output a = secret.evn("X")
//                  ^^^ error[SP2001]: nothing here is named `secret.evn`
  output b = secret
//           ^^^^^^ error[SP2008]: `secret` is a module, and a value is wanted here
  output c = secret.env(5)
//                      ^ error[SP2101]: expected String, found 5
  output d = secret.env()
//                     ^^ error[SP2106]: `env` cannot be used so: it takes one value and gets 0
}
system Other { param secret: Int = 1, output a = secret + 1 }
