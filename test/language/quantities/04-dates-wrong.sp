// rule: 8.2
system Site {
  param until: Date = 2027-01-31
  output a = until + 1h
//                 ^ error[SP3005]: this has no result: a date moves by whole days
  output b = 9999-12-31 + 1d
//                      ^ error[SP3005]: this has no result: the years of a date have four digits
}
environment dev = Site
