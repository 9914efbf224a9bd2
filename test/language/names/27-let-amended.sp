// rule: 3.7
system Site {
  param port: Port = 80
  let url = "http://localhost:${port}"
  output seen = url
}
overlay other on Site { url = "x" }
//                      ^^^ error[SP2202]: `url` is a `let`, which is recomputed and never amended
overlay more on Site { remove url, port = 1 }
//                            ^^^ error[SP2202]: `url` is a `let`, which is recomputed and never amended
