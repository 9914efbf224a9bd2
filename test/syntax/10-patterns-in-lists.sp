// rule: 2.30
// A pattern begins an element after a comma, and where a new line separates as a comma does.
let a = [
  /a/
  /b\/c/, /[/]/
  8 / 2 / 1
  /d/]
let b = f(/x/, 4 / 2)
let c = [1].map(x => /y/)
let d = 8 /
  2
