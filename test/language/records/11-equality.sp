// rule: 4.41
// Data is equal when all of it is.
system Site {
  let a = { x = [1, 2], y = "z" }
  output same = a == { y = "z", x = [1, 2] }
  output other = a == { x = [2, 1], y = "z" }
  output lists = [1] != [1, 2]
  output empty = [] == []
}
environment dev = Site
// --- expect
{ "outputs": { "same": true, "other": false, "lists": true, "empty": true } }
