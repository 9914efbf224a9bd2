system Inner {
  param name: String = "a"
  param seen: String = "b"
  output text = name
}

system Site {
  param port: Int = 1
//      ^^^^ SP7002: nothing in `Site` reads its parameter `port`
  param host: String = "a"
  param byOverlay: Int = 1
  param size: Int = 1
  inner: Inner { name = host }
  output text = inner.seen
  output sum = size
}

overlay more(factor: Int, idle: Int = 1) on Site {
//                        ^^^^ SP7002: nothing in `more` reads its parameter `idle`
  size = byOverlay * factor
}

environment dev = Site with more(factor = 2)
