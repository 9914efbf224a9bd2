type Name = String matching /(a+)+/
