type Open = Int in 1..9
type _Own = Int in 1..9
//   ^^^^ SP7004: nothing uses the type `_Own`
