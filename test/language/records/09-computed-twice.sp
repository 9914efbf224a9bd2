// rule: 8.9
system Site {
  output twice = { [n] = 1 for n in ["a", "a"] }
//                  ^ error[SP2112]: `a` is written twice in one block
}
environment dev = Site
