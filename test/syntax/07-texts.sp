// A `$` that is not before `{` is itself; a text block loses the indentation of its closing quotes; raw texts take everything.
let a = "cost: $5, ${n}$, \$\{"
//                          ^^ error[SP1103]: there is no escape `\{` in strings
let b = """
    one
      two ${n +
        1}
    \tthree\nfour

    """
let c = r"""
    \d+ ${n} "quoted"
    """
let d = r"\d+${n}"
