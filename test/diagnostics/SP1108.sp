// hidden ‮ text
let a = "x⁦y"
