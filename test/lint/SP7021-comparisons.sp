system Site {
  param on: Bool = true
  param maybe: Bool?
  param count: Int = 1
  output a = if on == true then 1 else 2
//              ^^^^^^^^^^ SP7021: this is the same as `on`
  output b = on != true
//           ^^^^^^^^^^ SP7021: this is the same as `not on`
  output c = maybe == true
  output d = if count > 1 then true else false
//           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ SP7021: this is the same as `count > 1`
  output e = if on then true else true
  output f = count == 1
}
