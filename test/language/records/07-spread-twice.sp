// rule: 8.10
system Site {
  let a = { x = 1 }
  output both = { ...a, ...{ x = 2 } }
//                               ^ error[SP2112]: `x` is written twice in one block
}
environment dev = Site
