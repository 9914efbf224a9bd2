// rule: 6.20
// A slot has one definition in an overlay, so order means nothing in it.
system Site { param n: Int = 1, param m: {String: Int} = { a = 1 } }
overlay o on Site { n = 2, n = 3 }
//                         ^ error[SP2112]: `n` is written twice in one block
overlay p on Site { m { a = 2 }, m { a = 3 } }
//                                   ^ error[SP2112]: `a` is written twice in one block
overlay q on Site { m { a = 2 }, m { b = 3 } }
overlay r on Site { m.a = 2, m.b = 3 }
overlay s on Site { remove n, n = 2 }
//                            ^ error[SP2112]: `n` is written twice in one block
