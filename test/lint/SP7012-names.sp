type Max_Age = Int in 1..9
//   ^^^^^^^ SP7012: `Max_Age` is not written like the other names
type HTTP = Int in 1..9

system Site {
  param max_age: Int = 1
//      ^^^^^^^ SP7012: `max_age` is not written like the other names
  param maxAge2: Int = 1
  let _hidden = 1
  output all = { LOG_LEVEL = max_age + maxAge2 + _hidden }
}
