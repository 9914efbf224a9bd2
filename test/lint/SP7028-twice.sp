system Site { param n: Int = 1, param region: String = "x" }
overlay a on Site { n = super + 1 }
overlay b(r: String) on Site { region = r }
environment one = Site with a, b("eu"), a
//                                      ^ SP7028: `a` stands in this list twice
environment two = Site with b("eu"), b("us")
