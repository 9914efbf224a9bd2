// rule: 7.8
// An environment names a system or an environment, and never itself.
system Site { param n: Int = 1 }
overlay a on Site { n = 2 }
environment one = two
environment two = three
environment three = one
//                  ^^^ error[SP3001]: `one` needs itself: one → two → three → one
environment self = self
//                 ^^^^ error[SP3001]: `self` needs itself: self → self
environment four = nothing
//                 ^^^^^^^ error[SP2001]: nothing here is named `nothing`
environment five = a
//                 ^ error[SP2008]: `a` is an overlay, and an environment is wanted here
environment six = Other
//                ^^^^^ error[SP2007]: there is no type, kind or system named `Other`
environment seven = six with a
