// rule: 2.4
// Letters of other alphabets are in no name; digits do not begin one.
let größe = 1
//  ^^^^^ error[SP1101]: `größe` is not part of the language
let a_1 = 2
let _x2 = a_1
let naïve_Name = 3
//  ^^^^^^^^^^ error[SP1101]: `naïve_Name` is not part of the language
let ok = größe + _x2
//       ^^^^^ error[SP1101]: `größe` is not part of the language
