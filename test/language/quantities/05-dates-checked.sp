// rule: 4.5
system Site {
  param until: Date = "2027-01-31"
//                    ^^^^^^^^^^^^ error[SP2101]: expected Date, found "2027-01-31"
  output a = until + 1
//                 ^ error[SP2104]: `+` does not go between Date and 1
  output b = until + until
//                 ^ error[SP2104]: `+` does not go between Date and Date
  output c = until < "2027"
//                 ^ error[SP2104]: `<` does not go between Date and "2027"
}
