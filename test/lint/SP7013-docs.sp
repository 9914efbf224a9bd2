system Site {
  param bare: Int = 1
//      ^^^^ SP7013: the parameter `bare` of `Site` has no doc comment
  /// How many.
  param count: Int = 1
  output sum = bare + count
}
