system Site {
  param on: Bool = true
  output a = not not on
//           ^^^^^^^^^^ SP7021: this is the same as `on`
  output b = not on
}
