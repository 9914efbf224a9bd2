// rule: 2.22
// Everything as it is: no escapes, no interpolation; of several lines the indentation goes all the same.
system Site {
  output a = r"\d+ ${n} \"
  output b = r"""
    ^\s*"${x}"
      \n
    """
  output c = r""
  output d = r"$"
}
environment dev = Site
// --- expect
{"outputs":{"a":"\\d+ ${n} \\","b":"^\\s*\"${x}\"\n  \\n","c":"","d":"$"}}
