// rule: 4.30
// A default inside a generic type is checked once, with the parameter as it is.
type Box<T> { value: T, other: T = value, wrong: T = 1 }
//                                                   ^ error[SP2101]: expected T, found 1
