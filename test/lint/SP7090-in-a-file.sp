// lint: allow SP7001 in this file because it is generated

let _a = 1

system Site { let b = 2 }
