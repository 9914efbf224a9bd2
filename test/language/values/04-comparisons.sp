// rule: 8.3
system Site {
  output a = [1 < 2, 1 <= 1, 2 > 1.5, "a" < "b", 2027-01-01 < 2027-01-02, 1s < 1m]
  output b = [1 == 1.0, "a" != "b", [1] == [1], { a = 1 } == { a = 1 }, true == (1 < 2)]
}
environment dev = Site
// --- expect
{"outputs":{"a":[true,true,true,true,true,true],"b":[true,true,true,true,true]}}
