// rule: 2.33
system Site {
  output a = [1, 2]]
//                 ^ error[SP1107]: this `]` closes nothing
  output b = (1))
//              ^ error[SP1107]: this `)` closes nothing
  output c = 1 + "x"
//             ^ error[SP2104]: `+` does not go between 1 and "x"
}
  }
//^ error[SP1107]: this `}` closes nothing
