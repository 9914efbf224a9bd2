// rule: 2.21
let a = """ text """
//               ^^^ error[SP1106]: this text block is crooked: the text begins on the line after `"""`
let b = """
    one
  two
    """
//  ^^^ error[SP1106]: this text block is crooked: a line is indented less than the closing quotes
let c = """
  one
  two"""
//   ^^^ error[SP1106]: this text block is crooked: the closing quotes stand on a line of their own
