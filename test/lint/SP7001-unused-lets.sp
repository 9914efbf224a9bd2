let _private = 1
//  ^^^^^^^^ SP7001: nothing uses `_private`
let used = 2

system Site {
  let spare = 1
//    ^^^^^ SP7001: nothing uses `spare`
  let read = used
  param port: Int = read
  output sum = port
}

overlay more on Site {
  let factor = 2
  let idle = 3
//    ^^^^ SP7001: nothing uses `idle`
  port = super * factor
}

environment dev = Site with more
