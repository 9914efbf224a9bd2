// rule: 4.6
system Site {
  param s: String = "x"
  param b: "x1" | "y1" = "${s}1"
//                       ^^^^^^^ error[SP2101]: expected "x1" | "y1", found String
}
