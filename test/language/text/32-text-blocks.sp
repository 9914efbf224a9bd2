// rule: 2.21
// The indentation of the closing quotes is taken from every line; deeper lines keep the rest.
system Site {
  param n: Int = 2
  output a = """
    one
      two ${n}

    three\n
    """
  output b = """
      kept
    """
  output c = """
    no "quotes" and ""two"" are special, \""" is
    """
  output d = """
    """
  output e = """
    ${n}
    """
}
environment dev = Site
// --- expect
{"outputs":{"a":"one\n  two 2\n\nthree\n","b":"  kept","c":"no \"quotes\" and \"\"two\"\" are special, \"\"\" is","d":"","e":"2"}}
