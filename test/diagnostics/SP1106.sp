let a = """
    one
  two
    """
