// A bracket that closes nothing is blamed where it stands, and the rest is read as it is indented.
system Site {
  a: File {
    path = "/a"
  }
  }
//^ error[SP1107]: this `}` closes nothing
  b: File { path = f(1)) }
//                     ^ error[SP1107]: this `)` closes nothing
  c: File { path = "/c" }
}
  ]
//^ error[SP1107]: this `]` closes nothing
environment dev = Site
