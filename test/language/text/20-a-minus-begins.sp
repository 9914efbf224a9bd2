// rule: 2.12
// `-` may begin an element, so it goes on with nothing: a sum that breaks its line breaks it after the operator.
system Site {
  output a = [1
    - 1
    [2]]
  output b = [1 -
    1]
}
environment dev = Site
// --- expect
{"outputs":{"a":[1,-1,[2]],"b":[0]}}
