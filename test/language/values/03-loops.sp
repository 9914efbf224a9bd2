// rule: 8.19
// A loop of values is printed whole, used or not. Through a slot it may be broken by an overlay, so there it is found when
// the environment is evaluated.
system Site {
  let a = b
//        ^ error[SP3001]: `a` needs itself: a → b → c → a
  let b = c + 1
  let c = a
}
let x: Int = y + 1
//           ^^^^^ error[SP3001]: `x` needs itself: x → y → x
let y: Int = x
