// rules: 2.19, 2.20
let a = "no end
//      ^ error[SP1102]: this string is not closed
let b = "\q"
//       ^^ error[SP1103]: there is no escape `\q` in strings
let c = 12parsecs
//      ^^^^^^^^^ error[SP1104]: `12parsecs` is no number: `parsecs` is no unit
let d = 1 # 2
//        ^ error[SP1101]: `#` is not part of the language
let e = 9007199254740993
//      ^^^^^^^^^^^^^^^^ error[SP1104]: `9007199254740993` is no number: integers are exact up to 9007199254740991
