// rule: 2.16
// In a value without a type nothing is below.
let o = { inner { x = 5 } }
//        ^^^^^^^^^^^^^^^ error[SP2108]: nothing to amend: `this new value` has nothing named `inner`
let p = { inner.x = 5 }
//        ^^^^^^^^^^^ error[SP2108]: nothing to amend: `this new value` has nothing named `inner`
let q = { remove x }
//        ^^^^^^^^ error[SP2107]: nothing to remove: `this new value` has no field named `x`
