// New lines and commas separate entries; an entry goes on after an operator, `=`, `,`, `=>`, and before a word that begins none.
let a = { x = 1, y = 2
  z = 3
}
let b = [1, 2
  3
]
let sum = 1 +
  2
let chain = xs
  .map(x =>
    x + 1)
  ?.first
  ?? 0
let choice = a
  and b
  or c
let branch = if c
  then 1
  else 2
let looped = [
  f(x)
  for x in xs
  if c
]
type Level = "low"
  | "high"
system S {
  web: Service
    with production,
      eu
    for x in xs
    if c {
    port = 1
  }
}
let called = f(
  1
  ,
  2,
  b
    =
      3
)
let negative = [
  1
  -1
]
let crossed = 1
  * 2
//^ error[SP1201]: expected a declaration (`import`, `system`, `type`, `kind`, `overlay`, `environment`, `let`, `fn`, `policy`, `exempt`, `test`), found `*`
