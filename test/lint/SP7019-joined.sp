system Site {
  param who: String = "x"
  param count: Int = 1
  output a = "Hello " + who
//           ^^^^^^^^^^^^^^ SP7019: this text is put together with `+`
  output b = who + ""
//           ^^^^^^^^ SP7019: this text is put together with `+`
  output c = count + 1
  output d = who + who
  output e = "Hello ${who}"
}
