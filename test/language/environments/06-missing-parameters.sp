// rule: 7.7
// Every parameter without a default is given, by some overlay.
system Inner { param x: Int }
system Site { param a: Int, param b: String, inner: Inner }
overlay given on Site { a = 1, inner { x = 1 } }
environment dev = Site with given
//          ^^^ error[SP4004]: `Site` needs `b`, and `dev` does not give it
