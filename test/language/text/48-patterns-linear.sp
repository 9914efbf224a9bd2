// rule: 2.31
type A = String matching /(?=a)b/
//              ^^^^^^^^^^^^^^^^^ error[SP2113]: this pattern is refused: a pattern has no look-around and no named groups
type B = String matching /(a)\1/
//              ^^^^^^^^^^^^^^^^ error[SP2113]: this pattern is refused: a pattern cannot refer back to a group
type C = String matching /a*?/
//              ^^^^^^^^^^^^^^ error[SP2113]: this pattern is refused: a lazy repetition says nothing more than a plain one
type D = String matching /a{2,1}/
//              ^^^^^^^^^^^^^^^^^ error[SP2113]: this pattern is refused: `{2,1}` is upside down
type E = String matching /(/
//              ^^^^^^^^^^^^ error[SP2113]: this pattern is refused: `(` is not closed
type Good = String matching /^(a+)+$/
