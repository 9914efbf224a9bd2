// rule: 7.1
// A module is neither a system nor an environment nor an overlay.
import std.net as net
system Site { param n: Int = 1 }
environment a = secret
//              ^^^^^^ error[SP2008]: `secret` is a module, and an environment is wanted here
environment b = Site with net
//                        ^^^ error[SP2008]: `net` is a module, and an overlay is wanted here
overlay o on Site { n = net }
//                      ^^^ error[SP2008]: `net` is a module, and a value is wanted here
