// rule: 8.14
fn less<T>(x: T, y: T): Bool = x < y
//                               ^ error[SP2104]: `<` does not go between T and T
fn sum<Ordered>(x: Ordered, y: Ordered): Ordered = x + y
//                                                   ^ error[SP2104]: `+` does not go between Ordered and Ordered
fn product<Numeric>(x: Numeric, y: Numeric): Numeric = x * y
//                                                       ^ error[SP2104]: `*` does not go between Numeric and Numeric
fn least<Ordered>(x: Ordered, y: Ordered): Ordered = if x < y then x else y
let bad = least(true, false)
//             ^^^^^^^^^^^^^ error[SP2106]: `least` cannot be used so: Bool is nothing that it can compare
