// rule: 2.2
// There are no comments in the middle of a line.
let a = 1 /* no */ + 2
//        ^^ error[SP1101]: `/*` is not part of the language
