type A = String matching /^[a-z]+$/
type B = String matching /[a-z]+/
//              ^^^^^^^^^^^^^^^^^ SP7030: this pattern is open at its ends: whatever stands there is let in
type C = String matching /^[a-z]+/
//              ^^^^^^^^^^^^^^^^^^ SP7030: this pattern is open at its end: whatever stands there is let in
type D = String matching /[a-z]+$/
//              ^^^^^^^^^^^^^^^^^^ SP7030: this pattern is open at its beginning: whatever stands there is let in
type E = String matching /^a|b$/
type F = String matching /^a\$/
//              ^^^^^^^^^^^^^^^ SP7030: this pattern is open at its end: whatever stands there is let in
system Site { param a: A = "a", param b: B = "b", param c: C = "c", param d: D = "d", param e: E = "a", param f: F = "a$" }
