// rule: 14.2
system Site { param replicas: Int = 1, param region: String = "eu" }
overlay o on Site { replica = 2, regoin = "us", zzz = 1 }
//                  ^^^^^^^ error[SP2102]: `Site` has no `replica`
//                               ^^^^^^ error[SP2102]: `Site` has no `regoin`
//                                              ^^^ error[SP2102]: `Site` has no `zzz`
