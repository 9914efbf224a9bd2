let _a = 1 // lint: allow SP7001
//  ^^ SP7001: nothing uses `_a`
//         ^^^^^^^^^^^^^^^^^^^^^ SP7091: this allows nothing: it gives no reason
system Site {
  // lint: ignore SP7001
//^^^^^^^^^^^^^^^^^^^^^^ SP7091: this allows nothing: it does not say `allow` and a code
  // lint: allow SP2101 because it is an error
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ SP7091: this allows nothing: SP2101 is no rule that can be allowed
  output one = 1
}
let _b_c = 1 // lint: allow SP7001, SP7012 because two at once
